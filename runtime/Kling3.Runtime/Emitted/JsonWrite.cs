using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Lets direct code write where System.Text.Json has a writer of its own.</summary>
internal static class JsonWrite
{
    /// <summary>Writes a value as System.Text.Json's default options would.</summary>
    public static void Value<T>(Utf8JsonWriter writer, T value, JsonWriteCallback<T> write)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default);
        try
        {
            write(ref output, value);
            if (writer.Options.Indented || writer.Options.Encoder is not null)
            {
                // The writer wants it another way, and has its own means for that.
                var reader = new Utf8JsonReader(output.Written, new JsonReaderOptions { MaxDepth = int.MaxValue });
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                document.RootElement.WriteTo(writer);
            }
            else
            {
                writer.WriteRawValue(output.Written, skipInputValidation: true);
            }
        }
        finally
        {
            output.Dispose();
        }
    }
}
