using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Lets direct code write where System.Text.Json has a writer of its own.</summary>
internal static class JsonWrite
{
    /// <summary>Whether what direct code writes is what the writer would: a writer may have been given an indentation, an encoder or a limit that the options do not know.</summary>
    public static bool IsPlain(Utf8JsonWriter writer, JsonSerializerOptions options) =>
        writer.Options is { Indented: false, Encoder: null } && writer.Options.MaxDepth >= MaxDepth(options);

    /// <summary>Writes a value as System.Text.Json's default options would.</summary>
    public static void Value<T>(Utf8JsonWriter writer, T value, JsonWriteCallback<T> write, JsonSerializerOptions options)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default, MaxDepth(options) - writer.CurrentDepth);
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

    /// <summary>How deep anything may be that is written; 0 is System.Text.Json's 64.</summary>
    private static int MaxDepth(JsonSerializerOptions options) => options.MaxDepth == 0 ? 64 : options.MaxDepth;
}
