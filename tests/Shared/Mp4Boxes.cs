using System.Buffers.Binary;
using System.Text;

namespace Kling3.TestSupport;

/// <summary>Enough of ISO 14496-12 to tell a video file from anything else, where ffprobe is not at hand.</summary>
internal static class Mp4Boxes
{
    /// <summary>The top-level boxes of <paramref name="file"/>: their types, in order.</summary>
    /// <exception cref="FormatException">The boxes do not add up to the file.</exception>
    public static IReadOnlyList<string> List(ReadOnlySpan<byte> file)
    {
        List<string> types = [];
        while (!file.IsEmpty)
        {
            if (file.Length < 8)
            {
                throw new FormatException($"{file.Length} bytes after the last box.");
            }

            long size = BinaryPrimitives.ReadUInt32BigEndian(file);
            string type = Encoding.ASCII.GetString(file.Slice(4, 4));
            int header = 8;
            if (size == 1)
            {
                if (file.Length < 16)
                {
                    throw new FormatException($"The box '{type}' is cut off.");
                }

                size = BinaryPrimitives.ReadInt64BigEndian(file[8..]);
                header = 16;
            }
            else if (size == 0)
            {
                size = file.Length;
            }

            if (size < header || size > file.Length)
            {
                throw new FormatException($"The box '{type}' claims {size} of {file.Length} bytes.");
            }

            types.Add(type);
            file = file[(int)size..];
        }

        return types;
    }

    /// <summary>Whether <paramref name="file"/> is a complete MP4: it starts with a file type and has a movie and its media.</summary>
    public static bool IsCompleteMp4(ReadOnlySpan<byte> file)
    {
        IReadOnlyList<string> types;
        try
        {
            types = List(file);
        }
        catch (FormatException)
        {
            return false;
        }

        return types is ["ftyp", ..] && types.Contains("moov") && types.Contains("mdat");
    }
}
