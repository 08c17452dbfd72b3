using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Reads a list of addresses from whatever form a server gave it.</summary>
internal static class JsonAddresses
{
    /// <summary>How often a text may hold JSON that holds a text that holds JSON.</summary>
    private const int MaxTexts = 2;

    public static IReadOnlyList<string> Read(ref Utf8JsonReader reader)
    {
        string[] items = [];
        int count = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (JsonRead.Element(ref reader))
                {
                    AddElement(ref reader, ref items, ref count);
                }

                break;
            case JsonTokenType.String:
                AddText(reader.GetString()!, ref items, ref count, 0);
                break;
            case JsonTokenType.StartObject:
                AddMembers(ref reader, ref items, ref count);
                break;
            case JsonTokenType.Null:
                break;
            default:
                throw JsonFail.Expected("a list of addresses");
        }

        return JsonRead.Trim(items, count);
    }

    private static void AddElement(ref Utf8JsonReader reader, ref string[] items, ref int count)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            JsonRead.Add(ref items, ref count, reader.GetString()!);
        }
        else
        {
            JsonRead.Skip(ref reader);
        }
    }

    /// <summary>The arrays of texts in an object, whatever they are called: <c>{"resultUrls":["…"]}</c>.</summary>
    private static void AddMembers(ref Utf8JsonReader reader, ref string[] items, ref int count)
    {
        while (JsonRead.Member(ref reader, out _))
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (JsonRead.Element(ref reader))
                {
                    AddElement(ref reader, ref items, ref count);
                }
            }
            else
            {
                JsonRead.Skip(ref reader);
            }
        }
    }

    /// <summary>A text is JSON when it begins as an array, an object or a text does and can be read to its end; else it is an address.</summary>
    private static void AddText(string text, ref string[] items, ref int count, int texts)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (texts < MaxTexts && text.AsSpan().TrimStart() is ['[' or '{' or '"', ..] && TryAddJson(text, ref items, ref count, texts))
        {
            return;
        }

        JsonRead.Add(ref items, ref count, text);
    }

    private static bool TryAddJson(string text, ref string[] items, ref int count, int texts)
    {
        int before = count;
        try
        {
            var inner = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            inner.Read();
            if (inner.TokenType == JsonTokenType.String)
            {
                AddText(inner.GetString()!, ref items, ref count, texts + 1);
            }
            else
            {
                foreach (string item in Read(ref inner))
                {
                    JsonRead.Add(ref items, ref count, item);
                }
            }

            // A second value after the first is an error of the reader's.
            inner.Read();
            return true;
        }
        catch (JsonException)
        {
            // It only looked like JSON.
            count = before;
            return false;
        }
    }
}
