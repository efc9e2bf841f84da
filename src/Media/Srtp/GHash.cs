using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>GHASH: a polynomial over GF(2^128), by carry-less multiplication. NIST SP 800-38D §6.4.</summary>
/// <remarks>
/// The field's elements are bit-reflected; with their bytes reversed, a product comes out one bit to the right of where it belongs, which the
/// reduction mends. Four blocks are multiplied with H^4 … H and share one reduction.
/// </remarks>
internal sealed class GHash
{
    private const int BlockLength = 16;
    private const int Together = 4;

    // H^4, H^3, H^2, H.
    private readonly Vector128<byte>[] _powers = new Vector128<byte>[Together];

    public GHash(ReadOnlySpan<byte> subkey)
    {
        var h = Reverse(Vector128.Create(subkey));
        var power = h;
        for (var i = Together - 1; i >= 0; i--)
        {
            _powers[i] = power;
            power = new Product(power, h).Reduce();
        }
    }

    public static bool IsSupported => Pclmulqdq.IsSupported && Ssse3.IsSupported;

    /// <summary>The hash of both texts, each padded with zeros to whole blocks, and of their lengths.</summary>
    public Vector128<byte> Compute(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text)
    {
        var sum = Append(Append(Vector128<byte>.Zero, associated), text);

        // The block of lengths in bits, its bytes reversed.
        var lengths = Vector128.Create((ulong)text.Length * 8, (ulong)associated.Length * 8).AsByte();
        return Reverse(new Product(sum ^ lengths, _powers[Together - 1]).Reduce());
    }

    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_powers.AsSpan()));

    private Vector128<byte> Append(Vector128<byte> sum, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<Vector128<byte>> powers = _powers;
        while (text.Length >= Together * BlockLength)
        {
            var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(text[..(Together * BlockLength)]);
            var product = new Product(sum ^ Reverse(blocks[0]), powers[0]);
            product.Add(Reverse(blocks[1]), powers[1]);
            product.Add(Reverse(blocks[2]), powers[2]);
            product.Add(Reverse(blocks[3]), powers[3]);
            sum = product.Reduce();
            text = text[(Together * BlockLength)..];
        }

        if (text.IsEmpty)
        {
            return sum;
        }

        Span<byte> padded = stackalloc byte[Together * BlockLength];
        padded.Clear();
        text.CopyTo(padded);
        var rest = MemoryMarshal.Cast<byte, Vector128<byte>>(padded);
        var count = (text.Length + BlockLength - 1) / BlockLength;
        var last = new Product(sum ^ Reverse(rest[0]), powers[Together - count]);
        for (var i = 1; i < count; i++)
        {
            last.Add(Reverse(rest[i]), powers[Together - count + i]);
        }

        return last.Reduce();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    /// <summary>A sum of products, 255 bits, not reduced yet.</summary>
    private struct Product
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Product(Vector128<byte> block, Vector128<byte> power)
        {
            var (x, y) = (block.AsUInt64(), power.AsUInt64());
            _low = Pclmulqdq.CarrylessMultiply(x, y, 0x00);
            _high = Pclmulqdq.CarrylessMultiply(x, y, 0x11);
            _middle = Pclmulqdq.CarrylessMultiply(x, y, 0x01) ^ Pclmulqdq.CarrylessMultiply(x, y, 0x10);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<byte> block, Vector128<byte> power)
        {
            var other = new Product(block, power);
            _low ^= other._low;
            _middle ^= other._middle;
            _high ^= other._high;
        }

        /// <summary>The remainder modulo x^128 + x^7 + x^2 + x + 1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<byte> Reduce()
        {
            var low = (_low ^ Sse2.ShiftLeftLogical128BitLane(_middle, 8)).AsUInt32();
            var high = (_high ^ Sse2.ShiftRightLogical128BitLane(_middle, 8)).AsUInt32();

            // One bit to the left, over all 256 bits.
            var carryLow = low >>> 31;
            var carryHigh = high >>> 31;
            low = (low << 1) | Sse2.ShiftLeftLogical128BitLane(carryLow, 4);
            high = (high << 1) | Sse2.ShiftLeftLogical128BitLane(carryHigh, 4) | Sse2.ShiftRightLogical128BitLane(carryLow, 12);

            // x^128 is x^7 + x^2 + x + 1: the lower half folds into the upper in two steps.
            var fold = (low << 31) ^ (low << 30) ^ (low << 25);
            low ^= Sse2.ShiftLeftLogical128BitLane(fold, 12);
            return (high ^ low ^ (low >>> 1) ^ (low >>> 2) ^ (low >>> 7) ^ Sse2.ShiftRightLogical128BitLane(fold, 4)).AsByte();
        }
    }
}
