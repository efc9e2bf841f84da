using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using AesRounds = System.Runtime.Intrinsics.X86.Aes;

namespace RtcCluster.Media.Srtp;

/// <summary>Counter mode with the processor's AES instructions, eight blocks side by side.</summary>
/// <remarks>
/// A round takes some cycles until its result may be used, but a new one starts with each cycle: block after block, this is slower than the
/// system's AES, and eight at once several times as fast.
/// </remarks>
internal sealed class AcceleratedAesCounter : AesCounter
{
    private const int Rounds = 10;
    private const int Blocks = 8;
    private const int BatchLength = Blocks * BlockLength;
    private readonly Vector128<byte>[] _keys = new Vector128<byte>[Rounds + 1];

    public AcceleratedAesCounter(ReadOnlySpan<byte> key)
    {
        Debug.Assert(IsSupported && key.Length == BlockLength, "asked before, and AES-128");
        _keys[0] = Vector128.Create(key);
        _keys[1] = Expand(_keys[0], AesRounds.KeygenAssist(_keys[0], 0x01));
        _keys[2] = Expand(_keys[1], AesRounds.KeygenAssist(_keys[1], 0x02));
        _keys[3] = Expand(_keys[2], AesRounds.KeygenAssist(_keys[2], 0x04));
        _keys[4] = Expand(_keys[3], AesRounds.KeygenAssist(_keys[3], 0x08));
        _keys[5] = Expand(_keys[4], AesRounds.KeygenAssist(_keys[4], 0x10));
        _keys[6] = Expand(_keys[5], AesRounds.KeygenAssist(_keys[5], 0x20));
        _keys[7] = Expand(_keys[6], AesRounds.KeygenAssist(_keys[6], 0x40));
        _keys[8] = Expand(_keys[7], AesRounds.KeygenAssist(_keys[7], 0x80));
        _keys[9] = Expand(_keys[8], AesRounds.KeygenAssist(_keys[8], 0x1B));
        _keys[10] = Expand(_keys[9], AesRounds.KeygenAssist(_keys[9], 0x36));
    }

    public static bool IsSupported => AesRounds.IsSupported;

    public override void Xor(ulong high, ulong low, Span<byte> data)
    {
        while (data.Length >= BatchLength)
        {
            Batch(high, low, data, data);
            data = data[BatchLength..];
            low += Blocks;
        }

        if (data.IsEmpty)
        {
            return;
        }

        Span<byte> last = stackalloc byte[BatchLength];
        data.CopyTo(last);
        Batch(high, low, last, last);
        last[..data.Length].CopyTo(data);
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_keys.AsSpan()));

    // FIPS 197 §5.2: each word of a round key is the word before it and the one four back.
    private static Vector128<byte> Expand(Vector128<byte> key, Vector128<byte> assist)
    {
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ Sse2.Shuffle(assist.AsInt32(), 0xFF).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Block(ulong high, ulong low) => Vector128.Create(high, BinaryPrimitives.ReverseEndianness(low)).AsByte();

    private void Batch(ulong high, ulong low, ReadOnlySpan<byte> from, Span<byte> to)
    {
        var swapped = BinaryPrimitives.ReverseEndianness(high);
        ReadOnlySpan<Vector128<byte>> keys = _keys;
        var key = keys[0];
        var b0 = Block(swapped, low) ^ key;
        var b1 = Block(swapped, low + 1) ^ key;
        var b2 = Block(swapped, low + 2) ^ key;
        var b3 = Block(swapped, low + 3) ^ key;
        var b4 = Block(swapped, low + 4) ^ key;
        var b5 = Block(swapped, low + 5) ^ key;
        var b6 = Block(swapped, low + 6) ^ key;
        var b7 = Block(swapped, low + 7) ^ key;
        for (var round = 1; round < Rounds; round++)
        {
            key = keys[round];
            b0 = AesRounds.Encrypt(b0, key);
            b1 = AesRounds.Encrypt(b1, key);
            b2 = AesRounds.Encrypt(b2, key);
            b3 = AesRounds.Encrypt(b3, key);
            b4 = AesRounds.Encrypt(b4, key);
            b5 = AesRounds.Encrypt(b5, key);
            b6 = AesRounds.Encrypt(b6, key);
            b7 = AesRounds.Encrypt(b7, key);
        }

        key = keys[Rounds];
        var source = MemoryMarshal.Cast<byte, Vector128<byte>>(from[..BatchLength]);
        var target = MemoryMarshal.Cast<byte, Vector128<byte>>(to[..BatchLength]);
        target[0] = source[0] ^ AesRounds.EncryptLast(b0, key);
        target[1] = source[1] ^ AesRounds.EncryptLast(b1, key);
        target[2] = source[2] ^ AesRounds.EncryptLast(b2, key);
        target[3] = source[3] ^ AesRounds.EncryptLast(b3, key);
        target[4] = source[4] ^ AesRounds.EncryptLast(b4, key);
        target[5] = source[5] ^ AesRounds.EncryptLast(b5, key);
        target[6] = source[6] ^ AesRounds.EncryptLast(b6, key);
        target[7] = source[7] ^ AesRounds.EncryptLast(b7, key);
    }
}
