using System.Diagnostics;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>The framework's, which hands the key's state from one object of the system's library to another for each packet.</summary>
internal sealed class SystemHmacSha1(ReadOnlySpan<byte> key) : HmacSha1
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    // In one piece: each call into the system costs as much as hashing 64 bytes.
    public override void Compute(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        _hash.AppendData(text);
        var written = _hash.GetHashAndReset(hash);
        Debug.Assert(written == HashLength, "SHA-1");
    }

    public override void Dispose() => _hash.Dispose();
}
