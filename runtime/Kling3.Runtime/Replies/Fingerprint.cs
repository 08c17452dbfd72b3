using System.Runtime.InteropServices;

namespace Kling3.Runtime.Replies;

/// <summary>Tells one reply from the next without keeping either. No protection against who would want two to look alike.</summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<byte> body)
    {
        // FNV-1a over words instead of bytes, with a last mix, as it runs on every reply.
        const ulong Prime = 0x100000001b3;
        ulong hash = 0xcbf29ce484222325 ^ (ulong)body.Length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(body);
        foreach (ulong word in words)
        {
            hash = (hash ^ word) * Prime;
            hash ^= hash >> 29;
        }

        foreach (byte one in body[(words.Length * sizeof(ulong))..])
        {
            hash = (hash ^ one) * Prime;
        }

        return hash ^ (hash >> 32);
    }
}
