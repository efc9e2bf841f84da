using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Codecs.Opus;

public class OpusTranscoderTests
{
    [Fact]
    public void TheLibraryIsThereAndAnAbsentOneIsNoticed()
    {
        Assert.True(OpusLibrary.IsAvailable, "libopus0 is not installed");
        Assert.False(OpusLibrary.IsPresent("libopus-absent.so.0"));
        Assert.False(OpusLibrary.IsPresent("libc.so.6"));
    }

    [Theory]
    [InlineData(PayloadKind.Pcmu)]
    [InlineData(PayloadKind.Pcma)]
    public void AToneIsTheSameToneAfterBothWays(PayloadKind law)
    {
        using var there = new OpusTranscoder();
        using var back = new OpusTranscoder();
        var heard = new List<short>();
        var samples = new short[160];
        var payload = new byte[160];
        var packet = new byte[OpusEncoder.MaxPacket];
        var again = new byte[OpusTranscoder.MaxLength];
        for (var frame = 0; frame < 100; frame++)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * ((frame * 160) + i) / 8000));
            }

            G711.Encode(law, samples, payload);
            var length = there.FromG711(law, payload, packet);
            Assert.InRange(length, 20, OpusEncoder.MaxPacket);
            Assert.True(OpusPacket.TryRead(packet.AsSpan(0, length), out var opus));
            Assert.Equal(960, opus.Samples);
            Assert.Equal(160, back.ToG711(packet.AsSpan(0, length), law, again));
            G711.Decode(law, again.AsSpan(0, 160), samples);
            heard.AddRange(samples);
        }

        Assert.InRange(Tone.Purity([.. heard], 440), 0.9, 1.01);
        Assert.InRange(Tone.Purity([.. heard], 1000), -0.01, 0.01);
    }

    [Fact]
    public void OtherPacketTimesBecomePacketsOfTheSameTime()
    {
        using var coder = new OpusTranscoder();
        var packet = new byte[1000];
        foreach (var samples in new[] { 20, 40, 80, 160, 320, 480 })
        {
            var length = coder.FromG711(PayloadKind.Pcmu, new byte[samples], packet);
            Assert.True(OpusPacket.TryRead(packet.AsSpan(0, length), out var opus));
            Assert.Equal(samples * 6, opus.Samples);
        }

        Assert.Equal(0, coder.FromG711(PayloadKind.Pcmu, new byte[240], packet));
        Assert.Equal(0, coder.FromG711(PayloadKind.Pcmu, [], packet));
        Assert.Equal(0, coder.FromG711(PayloadKind.Pcmu, new byte[1000], packet));
    }

    [Fact]
    public void DamagedPacketsGiveNothing()
    {
        using var coder = new OpusTranscoder();
        var payload = new byte[OpusTranscoder.MaxLength];
        Assert.Equal(0, coder.ToG711([], PayloadKind.Pcmu, payload));
        Assert.Equal(0, coder.ToG711([0xF9, 1, 2, 3], PayloadKind.Pcmu, payload));
        var random = new Random(7);
        var bytes = new byte[100];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            Assert.InRange(coder.ToG711(bytes.AsSpan(0, random.Next(bytes.Length)), PayloadKind.Pcmu, payload), 0, payload.Length);
        }
    }

    [Fact]
    public void APacketAllocatesNothing()
    {
        using var coder = new OpusTranscoder();
        var packet = new byte[OpusEncoder.MaxPacket];
        var payload = new byte[OpusTranscoder.MaxLength];
        BothWays(coder, packet, payload);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var samples = 0;
        for (var i = 0; i < 50; i++)
        {
            samples += BothWays(coder, packet, payload);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(50 * 160, samples);
    }

    [Fact]
    public void APooledStateRemembersNothingOfTheCallBefore()
    {
        var first = Encoded();
        Assert.Equal(first, Encoded());

        static string Encoded()
        {
            using var coder = new OpusTranscoder();
            var packet = new byte[OpusEncoder.MaxPacket];
            var payload = new byte[160];
            payload.AsSpan().Fill(0x20);
            var texts = Enumerable.Range(0, 5).Select(_ => Convert.ToHexString(packet.AsSpan(0, coder.FromG711(PayloadKind.Pcmu, payload, packet)))).ToList();
            return string.Join('|', texts);
        }
    }

    private static int BothWays(OpusTranscoder coder, byte[] packet, byte[] payload)
    {
        var length = coder.FromG711(PayloadKind.Pcmu, payload.AsSpan(0, 160), packet);
        return coder.ToG711(packet.AsSpan(0, length), PayloadKind.Pcmu, payload);
    }
}
