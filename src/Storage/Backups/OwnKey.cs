using System.Security.Cryptography;

namespace RtcCluster.Storage.Backups;

/// <summary>The own key of a blob. Its id stands beside the chunks that are under it: a path that lost its key and got another has another id, and what was under the first one counts as erased.</summary>
internal sealed class OwnKey(byte[] key)
{
    private const int IdLength = 8;

    public byte[] Key => key;

    /// <summary>A keyed hash of a constant: tells keys apart, and says nothing of one that is gone.</summary>
    public string Id { get; } = Convert.ToHexStringLower(HMACSHA256.HashData(key, "rtc backup own key"u8).AsSpan(0, IdLength));

    /// <summary>Whether chunks of a line are under this key. A line of before there were ids does not tell: there the chunks themselves do.</summary>
    public bool Opens(IndexLine line) => line.Key is null || line.Key == Id;
}
