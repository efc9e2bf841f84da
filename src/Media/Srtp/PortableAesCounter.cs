using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>Counter mode with the system's AES, for processors whose AES instructions are absent or are not x86's.</summary>
/// <remarks>One kept transform and one call for many blocks: a call costs ten times what a block does.</remarks>
internal sealed class PortableAesCounter : AesCounter
{
    private const int Blocks = 96;
    private readonly byte[] _counters = new byte[Blocks * BlockLength];
    private readonly byte[] _stream = new byte[Blocks * BlockLength];
    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _encryptor;

    public PortableAesCounter(ReadOnlySpan<byte> key)
    {
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(key);
        _encryptor = _aes.CreateEncryptor();
    }

    public override void Xor(ulong high, ulong low, Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            var blocks = Math.Min((data.Length + BlockLength - 1) / BlockLength, Blocks);
            for (var i = 0; i < blocks; i++)
            {
                var block = _counters.AsSpan(i * BlockLength, BlockLength);
                BinaryPrimitives.WriteUInt64BigEndian(block, high);
                BinaryPrimitives.WriteUInt64BigEndian(block[8..], low++);
            }

            _encryptor.TransformBlock(_counters, 0, blocks * BlockLength, _stream, 0);
            var length = Math.Min(data.Length, blocks * BlockLength);
            for (var i = 0; i < length; i++)
            {
                data[i] ^= _stream[i];
            }

            data = data[length..];
        }
    }

    public override void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
    }
}
