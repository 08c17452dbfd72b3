using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Says where in a complete text direct code failed. The code itself carries no path, so that reading what is right costs nothing;
/// whoever holds the text has it scanned again up to the position.
/// </summary>
internal static class JsonFailure
{
    /// <summary>The exception for a read that failed, with path and byte position; nothing of the text but names of properties is in it.</summary>
    /// <param name="utf8">The complete text.</param>
    /// <param name="reader">The reader as the failed read left it.</param>
    /// <param name="cause">What the read threw.</param>
    public static JsonException At(ReadOnlySpan<byte> utf8, in Utf8JsonReader reader, Exception cause)
    {
        // Messages of the reader quote the byte that it tripped over, so only those of direct code are taken over.
        bool isOurs = cause is JsonExpectationException;
        long position = isOurs || cause is not JsonException ? reader.TokenStartIndex : reader.BytesConsumed;
        string path = PathOf(utf8, position, reader.CurrentState.Options);
        string what = isOurs ? cause.Message : cause is JsonException ? "The text is no valid JSON." : "Expected a text in valid UTF-8.";
        return new JsonException(
            string.Create(CultureInfo.InvariantCulture, $"{what} Path: {path} | BytePosition: {position}."),
            path,
            lineNumber: null,
            bytePositionInLine: position);
    }

    /// <summary>The path of the value at a position, as System.Text.Json writes paths: <c>$.data.response[3]</c>.</summary>
    public static string PathOf(ReadOnlySpan<byte> utf8, long position, JsonReaderOptions options)
    {
        var steps = new List<Step> { default };
        var reader = new Utf8JsonReader(utf8, options);
        try
        {
            while (reader.Read() && reader.TokenStartIndex <= position)
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        steps[^1] = new Step(false, 0, Encoding.UTF8.GetString(reader.HasValueSequence ? [] : reader.ValueSpan));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        if (reader.TokenStartIndex == position)
                        {
                            // Found at its end: the object itself is what lacks something.
                            steps.RemoveAt(steps.Count - 1);
                            return Text(steps);
                        }

                        steps.RemoveAt(steps.Count - 1);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        NextElement(steps);
                        if (reader.TokenStartIndex < position)
                        {
                            steps.Add(new Step(reader.TokenType == JsonTokenType.StartArray, -1, null));
                        }

                        break;
                    default:
                        NextElement(steps);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // As far as the text can be read is as far as the path goes.
            NextElement(steps);
        }

        return Text(steps);
    }

    private static void NextElement(List<Step> steps)
    {
        if (steps[^1].IsArray)
        {
            steps[^1] = steps[^1] with { Index = steps[^1].Index + 1 };
        }
    }

    private static string Text(List<Step> steps)
    {
        var text = new StringBuilder("$");
        foreach (Step step in steps)
        {
            if (step.IsArray)
            {
                if (step.Index >= 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                }
            }
            else if (step.Name is { } name)
            {
                if (name.AsSpan().IndexOfAny(" '/\"[]().\t\n\r\f\b\\\u0085\u2028\u2029") >= 0)
                {
                    text.Append("['").Append(name).Append("']");
                }
                else
                {
                    text.Append('.').Append(name);
                }
            }
        }

        return text.ToString();
    }

    private readonly record struct Step(bool IsArray, int Index, string? Name);
}
