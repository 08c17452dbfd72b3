using System.Globalization;

namespace Kling3.Generator.Reading;

/// <summary>RFC 6901 pointers.</summary>
internal static class JsonPointer
{
    public static string Escape(string segment) => segment.Replace("~", "~0").Replace("/", "~1");

    public static string Unescape(string segment) => segment.Replace("~1", "/").Replace("~0", "~");

    /// <summary>The unescaped segments of a pointer such as <c>/data/task_id</c>; false when it is none.</summary>
    public static bool TryParse(string pointer, out string[] segments)
    {
        if (pointer.Length == 0)
        {
            segments = [];
            return true;
        }

        if (pointer[0] != '/')
        {
            segments = [];
            return false;
        }

        segments = pointer.Substring(1).Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = Unescape(segments[i]);
        }

        return true;
    }

    /// <summary>The segments of a fragment such as <c>#/components/schemas/A</c>, percent-encoding undone.</summary>
    public static bool TryParseFragment(string reference, out string[] segments)
    {
        segments = [];
        return reference.Length > 0 && reference[0] == '#' && TryParse(Uri.UnescapeDataString(reference.Substring(1)), out segments);
    }

    /// <summary>The node that the segments lead to, or null.</summary>
    public static Node? Find(Node root, IReadOnlyList<string> segments)
    {
        Node? node = root;
        foreach (string segment in segments)
        {
            node = node switch
            {
                MapNode map => map[segment],
                ListNode list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < list.Items.Count => list.Items[index],
                _ => null,
            };

            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
