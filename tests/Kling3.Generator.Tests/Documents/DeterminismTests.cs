using System.Text;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Tests.Documents;

/// <summary>One document, one text: whatever the machine, its settings, or the checkout.</summary>
public sealed class DeterminismTests
{
    // The facts show that the child ran under the culture and the zone, and not under what a machine without their data falls back to.
    [Theory]
    [InlineData("tr-TR", "Asia/Kolkata", "tıtle -1,5 2024 2024 17:30")]
    [InlineData("sv-SE", "America/St_Johns", "title −1,5 2024 2024 09:30")]
    [InlineData("th-TH", "Pacific/Apia", "title -1.5 2024 2567 01:00")]
    [InlineData("ar-SA", "Asia/Kathmandu", "title \u061c-1٫5 2024 1445 17:45")]
    public async Task The_same_bytes_come_out_under_another_culture_and_time_zone(string culture, string zone, string facts)
    {
        (string Facts, string Emitted)? child = await CultureChild.RunAsync(culture, zone, TestContext.Current.CancellationToken);

        Assert.SkipWhen(child is null, "There is no ICU here, and so no culture but the invariant one.");
        Assert.SkipUnless(child.Value.Facts == facts, $"This machine's data make '{child.Value.Facts}' of {culture} in {zone}, not '{facts}'.");
        Assert.Equal(EmittedBytes.Describe(), child.Value.Emitted);
    }

    [Fact]
    public void The_same_bytes_come_out_twice_in_a_row() => Assert.Equal(EmittedBytes.Describe(), EmittedBytes.Describe());

    [Fact]
    public void The_same_bytes_come_out_of_another_checkout_with_other_newlines_and_a_byte_order_mark()
    {
        string spec = Repository.MainSpec.Replace("\r\n", "\n", StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> expected = Generation.Of(spec, path: "/project/kling3.openapi.yaml").Sources;

        AssertSame(new MemoryText("C:\\elsewhere\\other checkout\\kling3.openapi.yaml", spec));
        AssertSame(new MemoryText("/project/kling3.openapi.yaml", spec.Replace("\n", "\r\n", StringComparison.Ordinal)));
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            using var file = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(spec)]);
            AssertSame(new MemoryText("/project/kling3.openapi.yaml", SourceText.From(file)));
        }

        Assert.DoesNotContain(expected.Values, text => text.Contains('\r', StringComparison.Ordinal) || text.Contains('\ufeff', StringComparison.Ordinal));

        void AssertSame(MemoryText file)
        {
            IReadOnlyDictionary<string, string> actual = Generation.Of([file]).AssertWhole().Sources;
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));
        }
    }
}
