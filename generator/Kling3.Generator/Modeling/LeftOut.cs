using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>How it is said that an operation, or a part of one, is not emitted.</summary>
internal static class LeftOut
{
    public static void LeaveOut(this DiagnosticBag bag, Place place, Node operation, string why) =>
        bag.Report(Descriptors.Unsupported, place, operation.Pointer, $"{why}, so the operation is left out. Call it by hand, or describe it in another way.");

    public static void LeaveOutPart(this DiagnosticBag bag, Node part, string why) => bag.LeaveOutPart(part.Place, part, why);

    public static void LeaveOutPart(this DiagnosticBag bag, Place place, Node part, string why) =>
        bag.Report(Descriptors.Unsupported, place, part.Pointer, $"{why}; the rest of the operation is emitted.");
}
