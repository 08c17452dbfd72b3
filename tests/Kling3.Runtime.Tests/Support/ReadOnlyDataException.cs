using System.Collections;
using System.Collections.Immutable;

namespace Kling3.Runtime.Tests.Support;

/// <summary>An exception that nothing can be added to.</summary>
internal sealed class ReadOnlyDataException : Exception
{
    public override IDictionary Data { get; } = ImmutableDictionary<string, string>.Empty;
}
