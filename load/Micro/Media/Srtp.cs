using BenchmarkDotNet.Attributes;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A packet of 172 bytes through SRTP, in place.</summary>
/// <remarks>
/// A packet can be taken only once, so each one that is unprotected was protected first, in the same run: unprotecting alone is the
/// difference of the two lines.
/// </remarks>
[MemoryDiagnoser]
public class Srtp : IDisposable
{
    private readonly SrtpPair _cm80 = new(SrtpProfile.Aes128CmSha1Tag80);
    private readonly SrtpPair _cm80AndBack = new(SrtpProfile.Aes128CmSha1Tag80);
    private readonly SrtpPair _gcm = new(SrtpProfile.AeadAes128Gcm);
    private readonly SrtpPair _gcmAndBack = new(SrtpProfile.AeadAes128Gcm);

    /// <summary>AES-128-CM, HMAC-SHA1 of 80 bits.</summary>
    [Benchmark]
    public int ProtectCm80() => _cm80.Protect();

    /// <summary>The same and back again.</summary>
    [Benchmark]
    public int UnprotectCm80() => _cm80AndBack.Unprotect(_cm80AndBack.Protect());

    /// <summary>AEAD-AES-128-GCM.</summary>
    [Benchmark]
    public int ProtectGcm() => _gcm.Protect();

    /// <summary>The same and back again.</summary>
    [Benchmark]
    public int UnprotectGcm() => _gcmAndBack.Unprotect(_gcmAndBack.Protect());

    [GlobalCleanup]
    public void Dispose()
    {
        _cm80.Dispose();
        _cm80AndBack.Dispose();
        _gcm.Dispose();
        _gcmAndBack.Dispose();
        GC.SuppressFinalize(this);
    }
}
