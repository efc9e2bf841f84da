using System.Text;

namespace RtcCluster.Edge.Sip;

/// <summary>Finds the shard of a message by its Call-ID before anybody has parsed it, so that parsing happens on the shard's own thread.</summary>
/// <remarks>
/// What it says decides only which thread looks at the message. A malformed message may land on any shard: it is refused there all the same.
/// </remarks>
internal static class CallIdScan
{
    /// <summary>Stable hash of the message's Call-ID (long or compact form); 0 when none is found before the blank line.</summary>
    public static uint HashOf(ReadOnlySpan<byte> message)
    {
        var rest = message;
        while (true)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 || end + 1 >= rest.Length)
            {
                return 0;
            }

            rest = rest[(end + 1)..];
            if (rest[0] is (byte)'\r' or (byte)'\n')
            {
                return 0;
            }

            if (TryValue(rest, out var value))
            {
                return Hash(value);
            }
        }
    }

    /// <summary>FNV-1a, the same on every run and machine, so that an agent can make Call-IDs that belong to itself.</summary>
    public static uint Hash(ReadOnlySpan<byte> callId)
    {
        var hash = 2_166_136_261u;
        foreach (var b in callId)
        {
            hash = (hash ^ b) * 16_777_619u;
        }

        return hash;
    }

    private static bool TryValue(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        value = default;
        int name;
        if ((line[0] | 0x20) == 'i')
        {
            name = 1;
        }
        else if (line.Length > 7 && (line[0] | 0x20) == 'c' && Ascii.EqualsIgnoreCase(line[..7], "call-id"u8))
        {
            name = 7;
        }
        else
        {
            return false;
        }

        var at = name;
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        if (at >= line.Length || line[at] != ':')
        {
            return false;
        }

        var end = line.IndexOf((byte)'\n');
        value = (end < 0 ? line : line[..end])[(at + 1)..].Trim(" \t\r"u8);
        return true;
    }
}
