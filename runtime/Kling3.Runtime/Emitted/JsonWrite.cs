using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Lets direct code write where System.Text.Json has a writer of its own.</summary>
internal static class JsonWrite
{
    /// <summary>Writes a value as System.Text.Json's default options would.</summary>
    /// <param name="writer">Where a value may be written.</param>
    /// <param name="value">The value.</param>
    /// <param name="write">The direct code.</param>
    /// <param name="maxDepth">How deep the options let anything be that the writer writes; 0 for System.Text.Json's 64.</param>
    public static void Value<T>(Utf8JsonWriter writer, T value, JsonWriteCallback<T> write, int maxDepth = 0)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default, (maxDepth == 0 ? 64 : maxDepth) - writer.CurrentDepth);
        try
        {
            write(ref output, value);
            Json(writer, output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Writes JSON as it is, unless the writer wants it another way: it has its own means for that.</summary>
    public static void Json(Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        if (writer.Options.Indented || writer.Options.Encoder is not null)
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            document.RootElement.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(utf8, skipInputValidation: true);
        }
    }
}
