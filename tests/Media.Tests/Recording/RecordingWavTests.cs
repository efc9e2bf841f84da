using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Wav;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Recording;

public class RecordingWavTests
{
    private static readonly Lazy<List<byte[]>> Chunks = new(static () =>
    {
        var bench = Talking();
        bench.Media.StartRecording("wav", A, B, bench.Now);
        bench.Run(TimeSpan.FromMilliseconds(7300), A, B);
        bench.Media.StopRecording(bench.Now);
        bench.Drain();
        return bench.Chunks;
    });

    [Fact]
    public void LengthIsKnownBeforehand_AndTheFileIsAWav()
    {
        var wav = new RecordingWav(Chunks.Value.Select(RecordingBench.Header));
        Assert.Equal(44 + (58400 * 4), wav.Length);
        Assert.Equal(TimeSpan.FromMilliseconds(7300), wav.Duration);
        Assert.Empty(wav.Missing);
        Assert.True(wav.IsComplete);
        Assert.False(new RecordingWav(Chunks.Value.SkipLast(1).Select(RecordingBench.Header)).IsComplete);
        var file = RecordingBench.Wav(Chunks.Value);
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(file, out var reader));
        Assert.Equal((WavEncoding.Pcm16, 2, 8000, 58400), (reader.Encoding, reader.Channels, reader.SampleRate, reader.Samples));
    }

    [Theory]
    [InlineData(WavEncoding.MuLaw)]
    [InlineData(WavEncoding.ALaw)]
    public void ALawFileIsHalfAsLongAndSoundsTheSame(WavEncoding encoding)
    {
        var file = RecordingBench.Wav(Chunks.Value, encoding);
        Assert.Equal(58 + (58400 * 2), file.Length);
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(file, out var reader));
        var left = new short[reader.Samples];
        reader.Decode(0, 0, left);
        Assert.True(Tone.Purity(left, 440) > 0.999);
    }

    [Theory]
    [InlineData(WavEncoding.Pcm16)]
    [InlineData(WavEncoding.MuLaw)]
    public void AnyRangeIsThatPartOfTheWholeFile(WavEncoding encoding)
    {
        var file = RecordingBench.Wav(Chunks.Value, encoding);
        var wav = new RecordingWav(Chunks.Value.Select(RecordingBench.Header), encoding);
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            var from = i < 10 ? i * 6 : random.Next(file.Length);
            var length = random.Next(1, Math.Min(90000, file.Length - from) + 1);
            var part = new byte[length];
            RecordingBench.Read(wav, Chunks.Value, from, part);
            Assert.True(part.AsSpan().SequenceEqual(file.AsSpan(from, length)), $"{from}+{length} (seed 11)");
        }

        Assert.Equal(0, wav.Render(file.Length, [], new byte[10]));
    }

    [Fact]
    public void AMissingChunkIsSilence_AndNamed()
    {
        var some = Chunks.Value.Where(static c => RecordingBench.Header(c).Number != 1).ToList();
        var wav = new RecordingWav(some.Select(RecordingBench.Header));
        Assert.Equal([1], wav.Missing);
        Assert.False(wav.IsComplete);
        var (left, _) = RecordingBench.Channels(some);
        Assert.Equal(58400, left.Length);
        Assert.Equal(0, Tone.Rms(left.AsSpan(16000, 16000)));
        Assert.True(Tone.Purity(left.AsSpan(32000, 16000), 440) > 0.999);
    }

    [Fact]
    public void ATornChunkIsSilence()
    {
        var wav = new RecordingWav(Chunks.Value.Select(RecordingBench.Header));
        var torn = Chunks.Value[0].ToArray();
        torn[5000] ^= 1;
        Assert.Equal(RecordingChunkStatus.BadChecksum, RecordingChunkHeader.TryRead(torn, out _));
        var audio = new byte[1000];
        Assert.Equal(1000, wav.Render(44, torn, audio));
        Assert.All(audio, static b => Assert.Equal(0, b));
    }

    [Fact]
    public void TheLastHeaderIsEnoughToPlan()
    {
        var last = RecordingBench.Header(Chunks.Value[^1]);
        var wav = new RecordingWav(RecordingWav.FromLast([0, 1, 2, 3], last));
        Assert.Equal(44 + (58400 * 4), wav.Length);
    }

    [Fact]
    public void ChunksOfAnotherRecordingAreRefused()
    {
        var header = RecordingBench.Header(Chunks.Value[0]);
        Assert.Throws<ArgumentException>(() => new RecordingWav([header, header with { Number = 1, Start = 16000, RecordingHash = 1 }]));
        Assert.Throws<ArgumentException>(() => new RecordingWav([header with { Start = 5 }]));
        Assert.Equal(44, new RecordingWav([]).Length);
    }

    [Fact]
    public void BadChunksAreRefusedWithAReason()
    {
        var good = Chunks.Value[0];
        Assert.Equal(RecordingChunkStatus.TooShort, RecordingChunkHeader.TryRead(good.AsSpan(0, 99), out _));
        Assert.Equal(RecordingChunkStatus.TooShort, RecordingChunkHeader.TryRead(good.AsSpan(0, 5000), out _));
        Assert.Equal(RecordingChunkStatus.BadMagic, Altered(0));
        Assert.Equal(RecordingChunkStatus.UnknownVersion, Altered(4));
        Assert.Equal(RecordingChunkStatus.BadHeader, Altered(6));
        Assert.Equal(RecordingChunkStatus.BadHeader, Altered(40));
        Assert.Equal(RecordingChunkStatus.BadChecksum, Altered(8));
        Assert.Equal(RecordingChunkStatus.BadChecksum, Altered(good.Length - 1));

        RecordingChunkStatus Altered(int at)
        {
            var copy = good.ToArray();
            copy[at] ^= 0x40;
            return RecordingChunkHeader.TryRead(copy, out _);
        }
    }

    [Fact]
    public void AChunkMayNotBeReadAfterItWasGivenBack()
    {
        var recorder = new CallRecorder("x", 0, TimeSpan.Zero, 0);
        recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 1 }, PayloadKind.Pcmu, new byte[160], 0);
        recorder.Stop(TimeSpan.TicksPerSecond);
        Assert.True(recorder.TryTake(out var chunk));
        Assert.Equal(8100, chunk!.Bytes.Length);
        chunk.Dispose();
        chunk.Dispose();
        Assert.Throws<ObjectDisposedException>(() => chunk.Bytes);
    }
}
