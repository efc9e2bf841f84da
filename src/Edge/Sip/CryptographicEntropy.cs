using System.Security.Cryptography;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>Tags, branches and nonces from the system's cryptographic source, drawn in blocks: one system call per 64 values.</summary>
/// <remarks>For one thread.</remarks>
internal sealed class CryptographicEntropy : ISipEntropy
{
    private readonly byte[] _block = new byte[2_048];
    private int _used = 2_048;

    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > _block.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        if (_used + bytes.Length > _block.Length)
        {
            RandomNumberGenerator.Fill(_block);
            _used = 0;
        }

        _block.AsSpan(_used, bytes.Length).CopyTo(bytes);
        _used += bytes.Length;
    }
}
