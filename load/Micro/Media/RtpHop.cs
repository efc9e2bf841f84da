using BenchmarkDotNet.Attributes;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A packet of 20 ms through the anchor, without the sockets.</summary>
[MemoryDiagnoser]
public class RtpHop : IDisposable
{
    private const int FramesOfAChunk = 100;
    private readonly TwoPhones _plain = new(PayloadKind.Pcmu);
    private readonly TwoPhones _laws = new(PayloadKind.Pcma);
    private readonly TwoPhones _recorded = new(PayloadKind.Pcmu);
    private readonly PhoneAndBrowser _browser = new(SrtpProfile.AeadAes128Gcm);
    private readonly TwoBrowsers _video = new();
    private readonly PhoneAndBrowser _opus = new(SrtpProfile.AeadAes128Gcm, opus: true);

    /// <summary>Starts a recording and brings it to where each 2 s finish one chunk.</summary>
    public RtpHop()
    {
        _recorded.Record();
        RecordTwoSeconds();
    }

    /// <summary>Gives the keys back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _video.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Both phones speak the same law.</summary>
    [Benchmark]
    public int Relay() => _plain.Hop(TwoPhones.Caller) + _plain.Advance();

    /// <summary>µ-law in, A-law out.</summary>
    [Benchmark]
    public int Transcode() => _laws.Hop(TwoPhones.Caller) + _laws.Advance();

    /// <summary>From a phone to a browser, under AEAD-AES-128-GCM.</summary>
    [Benchmark]
    public int RelayToSrtp() => _browser.Hop();

    /// <summary>The same to a browser that speaks Opus.</summary>
    [Benchmark]
    public int TranscodeOpus() => Math.Sign(_opus.Hop());

    /// <summary>A packet of video from browser to browser, under AEAD-AES-128-GCM on both sides; the sender's own protection is measured with it.</summary>
    [Benchmark]
    public int RelayVideo() => _video.Hop();

    /// <summary>2 s of a recorded call: 200 packets and one chunk, which is the one thing that is allocated.</summary>
    [Benchmark(OperationsPerInvoke = 2 * FramesOfAChunk)]
    public int RecordTwoSeconds()
    {
        var bytes = 0;
        for (var i = 0; i < FramesOfAChunk; i++)
        {
            bytes += _recorded.Hop(TwoPhones.Caller) + _recorded.Hop(TwoPhones.Callee) + _recorded.Advance();
        }

        return bytes;
    }
}
