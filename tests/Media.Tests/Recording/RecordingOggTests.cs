using System.Diagnostics;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Wav;

namespace RtcCluster.Media.Tests.Recording;

public sealed class RecordingOggTests : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);
    private readonly OpusSpeaker _left = new(RecordingSide.Left, 440, 0xA11CE);
    private readonly OpusSpeaker _right = new(RecordingSide.Right, 1000, 0xB0B);
    private readonly CallRecorder _recorder = new("ogg-1", 0, Late, 0);
    private readonly List<byte[]> _chunks = [];
    private long _now;

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    [Fact]
    public void TwoOpusPartiesAreTwoChannelsOfAnOggFile()
    {
        Run(365, _ => true, _ => true);
        Stop();

        Assert.Equal([RecordingChunkKind.Opus, RecordingChunkKind.Opus, RecordingChunkKind.Opus, RecordingChunkKind.Opus], Kinds());
        var file = File();
        Assert.Equal(new Ogg(_chunks).Plan().Length, file.Length);
        var (left, right) = Decode(file);
        Assert.InRange(left.Length, 58240, 58400);
        Assert.True(Tone.Purity(left.AsSpan(800, 56000), 440) > 0.98);
        Assert.True(Tone.Purity(right.AsSpan(800, 56000), 1000) > 0.98);
        var info = Tool("opusinfo", file, "-");
        Assert.Contains("Playback length: 0m:07.29", info, StringComparison.Ordinal);
        Assert.Contains("channels: 2", info.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", info, StringComparison.Ordinal);
    }

    [Fact]
    public void LossAndSilenceKeepTheChannelsAligned()
    {
        // The right party is silent from 2 to 5 s, and every tenth packet of the left one is lost.
        Run(350, i => i % 10 != 3, i => i is < 100 or >= 250);
        Stop();

        var (left, right) = Decode(File());
        Assert.InRange(left.Length, 55840, 56000);
        Assert.True(Tone.Rms(right.AsSpan(17000, 22000)) < 50, "silence is silent");
        Assert.True(Tone.Purity(right.AsSpan(40800, 14000), 1000) > 0.97);
        Assert.True(Tone.Rms(right.AsSpan(40400, 800)) > 2000, "it is heard again where it was said");
        Assert.Equal(440, Tone.Dominant(left.AsSpan(800, 8000)), 3.0);
        var header = RecordingBench.Header(_chunks[1]);
        Assert.Equal(90, header.LeftHeard.Count);
        Assert.Equal(0, header.RightHeard.Count);
    }

    [Fact]
    public void PacketsInAnyOrderMakeTheSameFile()
    {
        Run(150, _ => true, _ => true);
        Stop();
        var straight = File();

        using var left = new OpusSpeaker(RecordingSide.Left, 440, 0xA11CE);
        using var right = new OpusSpeaker(RecordingSide.Right, 1000, 0xB0B);
        var recorder = new CallRecorder("ogg-1", 0, Late, 0);
        var chunks = new List<byte[]>();
        for (var i = 0; i < 150; i += 2)
        {
            foreach (var (side, speaker) in new[] { (RecordingSide.Left, left), (RecordingSide.Right, right) })
            {
                var first = speaker.Next(out var firstHeader);
                var second = speaker.Next(out var secondHeader);
                if (i == 0)
                {
                    recorder.Write(side, firstHeader, PayloadKind.Opus, first, 0);
                    recorder.Write(side, secondHeader, PayloadKind.Opus, second, MediaClock.FrameTicks);
                }
                else
                {
                    recorder.Write(side, secondHeader, PayloadKind.Opus, second, (i + 1) * MediaClock.FrameTicks);
                    recorder.Write(side, firstHeader, PayloadKind.Opus, first, (i + 1) * MediaClock.FrameTicks);
                }
            }
        }

        recorder.Stop(150 * MediaClock.FrameTicks);
        Take(recorder, chunks);
        Assert.Equal(straight, new Ogg(chunks).File());
    }

    [Fact]
    public void AnyRangeIsThatPartOfTheWholeFile()
    {
        Run(250, i => i % 7 != 0, _ => true);
        Stop();
        var file = File();
        var ogg = new Ogg(_chunks);
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            var from = i < 10 ? i * 13 : random.Next(file.Length);
            var part = new byte[random.Next(1, file.Length - from + 1)];
            ogg.Read(from, part);
            Assert.True(part.AsSpan().SequenceEqual(file.AsSpan(from, part.Length)), $"{from}+{part.Length} (seed 11)");
        }

        Assert.Equal(0, ogg.Plan().Render(file.Length, [], new byte[10]));
    }

    [Fact]
    public void AMissingAndATornChunkAreSilence()
    {
        Run(400, _ => true, _ => true);
        Stop();
        _chunks[2][500] ^= 1;
        var torn = _chunks[2];
        var ogg = new Ogg([_chunks[0], _chunks[3]], (2, torn));
        var (left, _) = Decode(ogg.File());
        Assert.InRange(left.Length, 63840, 64000);
        Assert.True(Tone.Purity(left.AsSpan(800, 14000), 440) > 0.98);
        Assert.True(Tone.Rms(left.AsSpan(16800, 30000)) < 50);
        Assert.True(Tone.Purity(left.AsSpan(52000, 11000), 440) > 0.98);
    }

    [Fact]
    public void ACodecThatChangesInAChunkIsInBothSegments()
    {
        Run(150, _ => true, _ => true);
        var law = new byte[160];
        for (ushort i = 0; i < 150; i++)
        {
            G711.Encode(PayloadKind.Pcmu, Tone.Make(600, 160, position: i * 160), law);
            _recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 0xA11CE, Sequence = i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, law, _now);
            _now += MediaClock.FrameTicks;
            _recorder.Tick(_now);
        }

        Stop();
        Assert.Equal([RecordingChunkKind.Opus, RecordingChunkKind.Mixed, RecordingChunkKind.G711], Kinds());
        Assert.Equal([new RecordingSegment(true, 0, 1), new RecordingSegment(false, 1, 2)], RecordingSegment.Divide(Kinds()));

        var (left, _) = Decode(new Ogg(_chunks.Take(2)).File());
        Assert.True(Tone.Purity(left.AsSpan(800, 22000), 440) > 0.98);
        Assert.True(Tone.Rms(left.AsSpan(25600, 6000)) < 100);

        var wav = new RecordingWav(_chunks.Skip(1).Select(RecordingBench.Header), firstChunk: 1);
        var file = new byte[wav.Length];
        RecordingBench.Read(wav, _chunks, 0, file);
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(file, out var reader));
        var samples = new short[reader.Samples];
        reader.Decode(0, 0, samples);
        Assert.Equal(32000, samples.Length);
        Assert.Equal(0, Tone.Rms(samples.AsSpan(0, 8000)));
        Assert.True(Tone.Purity(samples.AsSpan(8000, 24000), 600) > 0.99);
    }

    [Fact]
    public void APausedStretchIsSilence()
    {
        Run(50, _ => true, _ => true);
        _recorder.Pause(_now);
        Run(50, _ => true, _ => true);
        _recorder.Resume(_now);
        Run(100, _ => true, _ => true);
        Stop();
        var (left, _) = Decode(File());
        Assert.True(Tone.Rms(left.AsSpan(8800, 7000)) < 100);
        Assert.True(Tone.Purity(left.AsSpan(20000, 10000), 440) > 0.98);
        Assert.Equal(50, RecordingBench.Header(_chunks[0]).Paused.Count);
    }

    [Fact]
    public void LongerPacketsAreDivided_AndWhatCannotBeIsCounted()
    {
        var packet = new byte[] { 0xFB, 0x03, 1, 2, 3 };
        _recorder.Write(RecordingSide.Left, new RtpHeader { Sequence = 1 }, PayloadKind.Opus, packet, 0);
        _recorder.Write(RecordingSide.Left, new RtpHeader { Sequence = 2, Timestamp = 2880 }, PayloadKind.Opus, [0xF8, 4], 3 * MediaClock.FrameTicks);
        _recorder.Write(RecordingSide.Left, new RtpHeader { Sequence = 3, Timestamp = 3840 }, PayloadKind.Opus, [3 << 3, 5], 4 * MediaClock.FrameTicks);
        _recorder.Write(RecordingSide.Left, new RtpHeader { Sequence = 4, Timestamp = 6720 }, PayloadKind.Opus, [0xF9, 5], 7 * MediaClock.FrameTicks);
        _recorder.Write(RecordingSide.Left, new RtpHeader { Sequence = 5, Timestamp = 7680 }, PayloadKind.Opus, [0xF8, .. new byte[700]], 8 * MediaClock.FrameTicks);
        _now = 10 * MediaClock.FrameTicks;
        Stop();
        Assert.Equal(3, _recorder.Unusable);
        Assert.Equal(4, RecordingBench.Header(_chunks[0]).LeftHeard.Count);
    }

    [Theory]
    [InlineData("OOGG", "O0-1 G2-3")]
    [InlineData("-OO-MG", "O0-4 G4-5")]
    [InlineData("G---", "G0-3")]
    [InlineData("--", "G0-1")]
    [InlineData("", "")]
    [InlineData("GMMO", "G0-2 O1-3")]
    [InlineData("M", "G0-0 O0-0")]
    [InlineData("-MM", "G0-2 O0-2")]
    [InlineData("GOGO", "G0-0 O1-1 G2-2 O3-3")]
    public void ChunksOfOneFamilyAreASegment(string kinds, string expected)
    {
        var segments = RecordingSegment.Divide([.. kinds.Select(static k => k switch
        {
            'O' => RecordingChunkKind.Opus,
            'G' => RecordingChunkKind.G711,
            'M' => RecordingChunkKind.Mixed,
            _ => RecordingChunkKind.Silent,
        })]);
        Assert.Equal(expected, string.Join(' ', segments.Select(static s => $"{(s.IsOpus ? 'O' : 'G')}{s.FirstChunk}-{s.LastChunk}")));
    }

    private void Run(int frames, Func<int, bool> leftArrives, Func<int, bool> rightArrives)
    {
        for (var i = 0; i < frames; i++)
        {
            Say(_left, leftArrives(i));
            Say(_right, rightArrives(i));
            _now += MediaClock.FrameTicks;
            _recorder.Tick(_now);
        }
    }

    private void Say(OpusSpeaker speaker, bool arrives)
    {
        if (arrives)
        {
            speaker.Say(_recorder, _now);
        }
        else
        {
            speaker.Next(out _);
        }
    }

    private void Stop()
    {
        _recorder.Stop(_now);
        Take(_recorder, _chunks);
    }

    private static void Take(CallRecorder recorder, List<byte[]> chunks)
    {
        while (recorder.TryTake(out var chunk))
        {
            chunks.Add(chunk!.Bytes.ToArray());
            chunk.Dispose();
        }
    }

    private List<RecordingChunkKind> Kinds() => [.. _chunks.Select(static c => RecordingBench.Header(c).Kind)];

    private byte[] File() => new Ogg(_chunks).File();

    /// <summary>Decodes with opusdec; both channels at 8 kHz, every sixth sample.</summary>
    private static (short[] Left, short[] Right) Decode(byte[] file)
    {
        var name = Path.GetTempFileName();
        try
        {
            Tool("opusdec", file, "--quiet", "--force-wav", "--rate", "8000", "-", name);
            Assert.Equal(WavStatus.Ok, WavReader.TryRead(System.IO.File.ReadAllBytes(name), out var reader));
            Assert.Equal((2, 8000), (reader.Channels, reader.SampleRate));
            var left = new short[reader.Samples];
            var right = new short[reader.Samples];
            reader.Decode(0, 0, left);
            reader.Decode(1, 0, right);
            return (left, right);
        }
        finally
        {
            System.IO.File.Delete(name);
        }
    }

    private static string Tool(string program, byte[] input, params string[] arguments)
    {
        var name = Path.GetTempFileName();
        System.IO.File.WriteAllBytes(name, input);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments.Select(a => a == "-" ? name : a)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, text);
            return text;
        }
        finally
        {
            System.IO.File.Delete(name);
        }
    }

    /// <summary>Serves stored chunks as an Ogg file, the way a web server does.</summary>
    private sealed class Ogg
    {
        private readonly Dictionary<int, byte[]> _stored = [];
        private readonly int _last;

        public Ogg(IEnumerable<byte[]> chunks, params (int Number, byte[] Bytes)[] torn)
        {
            foreach (var chunk in chunks)
            {
                _stored[RecordingBench.Header(chunk).Number] = chunk;
            }

            foreach (var (number, bytes) in torn)
            {
                _stored[number] = bytes;
            }

            _last = _stored.Keys.Max();
        }

        public RecordingOgg Plan() => new(RecordingChunkHeader.HashOf("ogg-1"), 0, [.. Enumerable.Range(0, _last + 1).Select(Length)]);

        public byte[] File()
        {
            var file = new byte[Plan().Length];
            Read(0, file);
            return file;
        }

        public void Read(long offset, Span<byte> destination)
        {
            var plan = Plan();
            while (!destination.IsEmpty)
            {
                var number = plan.ChunkAt(offset);
                var count = plan.Render(offset, number < 0 ? [] : _stored.GetValueOrDefault(number, []), destination);
                Assert.True(count > 0, "the file ended early");
                destination = destination[count..];
                offset += count;
            }
        }

        private int Length(int number) =>
            _stored.TryGetValue(number, out var chunk) && RecordingChunkHeader.TryReadHeader(chunk, out var header) == RecordingChunkStatus.Ok ? header.OggLength : 0;
    }
}
