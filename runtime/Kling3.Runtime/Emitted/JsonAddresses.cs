using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Result addresses in any of the forms that servers send them in: an array, one text, a JSON text that holds an array, an object that
/// holds one, an object with the address in <c>url</c>, a list of such objects, null. Other elements are passed over: an address that can be had matters more than the form of the others.
/// </summary>
internal static class JsonAddresses
{
    /// <summary>How often a text may hold JSON that holds a text that holds JSON.</summary>
    private const int MaxTexts = 2;

    public static IReadOnlyList<string> Read(ref JsonInput input)
    {
        string[] items = [];
        int count = 0;
        if (input.IsText)
        {
            AddText(input.Text(), ref items, ref count, 0);
        }
        else if (!input.Null())
        {
            Add(ref input, ref items, ref count);
        }

        return JsonRead.Trim(items, count);
    }

    private static void Add(ref JsonInput input, ref string[] items, ref int count)
    {
        if (input.IsArray)
        {
            AddElements(ref input, ref items, ref count);
        }
        else if (input.IsObject)
        {
            // The arrays in it, whatever they are called: {"resultUrls":["…"]}.
            input.StartObject();
            while (input.Member(out ReadOnlySpan<byte> name))
            {
                if (input.IsArray)
                {
                    AddElements(ref input, ref items, ref count);
                }
                else if (IsAddress(name, ref input))
                {
                    JsonRead.Add(ref items, ref count, input.Text());
                }
                else
                {
                    input.Skip();
                }
            }
        }
        else
        {
            input.Skip();
            throw JsonFail.Expected("a list of addresses");
        }
    }

    private static void AddElements(ref JsonInput input, ref string[] items, ref int count)
    {
        input.StartArray();
        while (input.Element())
        {
            if (input.IsText)
            {
                JsonRead.Add(ref items, ref count, input.Text());
            }
            else if (input.IsObject)
            {
                AddObject(ref input, ref items, ref count);
            }
            else
            {
                input.Skip();
            }
        }
    }

    /// <summary>One result: <c>{"url":"…","width":4}</c>. What else is in it, a thumbnail's address say, is no result.</summary>
    private static void AddObject(ref JsonInput input, ref string[] items, ref int count)
    {
        input.StartObject();
        while (input.Member(out ReadOnlySpan<byte> name))
        {
            if (IsAddress(name, ref input))
            {
                JsonRead.Add(ref items, ref count, input.Text());
            }
            else
            {
                input.Skip();
            }
        }
    }

    private static bool IsAddress(ReadOnlySpan<byte> name, ref JsonInput input) => name.SequenceEqual("url"u8) && input.IsText;

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
            var inner = new JsonInput(Encoding.UTF8.GetBytes(text));
            if (inner.IsText)
            {
                string innerText = inner.Text();
                inner.End();
                AddText(innerText, ref items, ref count, texts + 1);
            }
            else
            {
                Add(ref inner, ref items, ref count);
                inner.End();
            }

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
