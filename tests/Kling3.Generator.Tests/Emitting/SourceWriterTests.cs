using Kling3.Generator.Emitting;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Tests.Emitting;

public sealed class SourceWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((40 * 1024) - 1)]
    [InlineData(40 * 1024)]
    [InlineData((40 * 1024) + 1)]
    [InlineData(300_000)]
    public void A_text_of_any_length_is_what_was_written_in_UTF_8_without_a_mark(int length)
    {
        string written = string.Create(length, 0, static (text, _) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)('!' + (i % 90));
            }
        });

        SourceText text = Written(written);

        Assert.Equal(written, text.ToString());
        Assert.Equal(length, text.Length);
        Assert.Empty(text.Encoding!.GetPreamble());
    }

    [Theory]
    [InlineData((40 * 1024) - 1, true)]
    [InlineData(40 * 1024, false)]
    [InlineData(300_000, false)]
    public void A_text_that_would_be_a_large_object_is_not_kept_as_one_string(int length, bool isString)
    {
        SourceText text = Written(new string('x', length));

        // What is kept as a string gives that string each time; what is kept in pieces makes one.
        Assert.Equal(isString, ReferenceEquals(text.ToString(), text.ToString()));
    }

    private static SourceText Written(string text)
    {
        var writer = new SourceWriter();
        writer.Text(text);
        return writer.Finish();
    }
}
