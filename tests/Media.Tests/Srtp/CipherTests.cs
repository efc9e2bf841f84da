using CsCheck;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Srtp;

/// <summary>What the processor's instructions give is what the system gives.</summary>
public class CipherTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private static readonly Gen<byte[]> Key = Gen.Byte.Array[16];

    [Fact]
    public void BothCountersMakeTheSameKeystream()
    {
        Assert.SkipUnless(AcceleratedAesCounter.IsSupported, "This processor has no x86 AES instructions.");
        Gen.Select(Key, Gen.ULong, Gen.ULong, Gen.Byte.Array[0, 2_000]).Sample(
            static (key, high, low, text) =>
            {
                using var fast = new AcceleratedAesCounter(key);
                using var plain = new PortableAesCounter(key);
                var (one, other) = ((byte[])text.Clone(), (byte[])text.Clone());
                fast.Xor(high, low & ~0xFFFFUL, one);
                plain.Xor(high, low & ~0xFFFFUL, other);
                return one.AsSpan().SequenceEqual(other);
            },
            seed: Seed,
            iter: 500);
    }

    [Fact]
    public void BothHmacsHashTheSame_OneAfterTheOther()
    {
        Assert.SkipUnless(KeptHmacSha1.IsSupported, "There is no libcrypto.so.3 with SHA-1's own functions.");
        Gen.Select(Gen.Byte.Array[20], Gen.Byte.Array[0, 2_000].Array[1, 4]).Sample(
            static (key, texts) =>
            {
                using var kept = new KeptHmacSha1(key);
                using var system = new SystemHmacSha1(key);
                var (one, other) = (new byte[HmacSha1.HashLength], new byte[HmacSha1.HashLength]);
                return texts.All(text =>
                {
                    kept.Compute(text, one);
                    system.Compute(text, other);
                    return one.AsSpan().SequenceEqual(other);
                });
            },
            seed: Seed,
            iter: 500);
    }

    [Fact]
    public void BothGcmsSealTheSame_AndOpenEachOthers()
    {
        Assert.SkipUnless(AcceleratedGcm.IsSupported, "This processor has no x86 AES and carry-less multiplication.");
        Gen.Select(Key, Gen.ULong, Gen.UInt, Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 600]).Sample(
            static (key, high, low, associated, text) =>
            {
                using var fast = new AcceleratedGcm(key);
                using var plain = new PortableGcm(key);
                var (one, other) = ((byte[])text.Clone(), (byte[])text.Clone());
                var (oneTag, otherTag) = (new byte[16], new byte[16]);
                fast.Seal(high, low, associated, one, oneTag);
                plain.Seal(high, low, associated, other, otherTag);
                return one.AsSpan().SequenceEqual(other) && oneTag.AsSpan().SequenceEqual(otherTag)
                    && fast.TryOpen(high, low, associated, other, otherTag) && other.AsSpan().SequenceEqual(text)
                    && plain.TryOpen(high, low, associated, one, oneTag) && one.AsSpan().SequenceEqual(text);
            },
            seed: Seed,
            iter: 500);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GcmRefusesAWrongTag_AndLeavesTheTextAsItWas(bool portable)
    {
        Assert.SkipUnless(portable || AcceleratedGcm.IsSupported, "This processor has no x86 AES and carry-less multiplication.");
        var key = new byte[16];
        using Gcm gcm = portable ? new PortableGcm(key) : new AcceleratedGcm(key);
        var text = new byte[40];
        var tag = new byte[16];
        gcm.Seal(1, 2, [7], text, tag);
        tag[15] ^= 0x80;
        var before = (byte[])text.Clone();
        Assert.False(gcm.TryOpen(1, 2, [7], text, tag));
        Assert.Equal(before, text);
    }
}
