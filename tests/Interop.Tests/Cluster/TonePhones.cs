using RtcCluster.TestKit.Baresip;

namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>The telephones of the demo users, each with its own tone.</summary>
public static class TonePhones
{
    public const double AliceTone = 440;
    public const double BobTone = 1_000;
    public const double CarolTone = 1_500;

    /// <summary>1001.</summary>
    public static Task<BaresipPhone> AliceAsync(string registrar, string transport = "udp") => StartAsync("1001", AliceTone, registrar, transport);

    /// <summary>1002.</summary>
    public static Task<BaresipPhone> BobAsync(string registrar, string transport = "udp") => StartAsync("1002", BobTone, registrar, transport);

    /// <summary>1003.</summary>
    public static Task<BaresipPhone> CarolAsync(string registrar, string transport = "udp") => StartAsync("1003", CarolTone, registrar, transport);

    /// <summary>1001 with a telephone that has G.722 alone.</summary>
    public static Task<BaresipPhone> WideAliceAsync(string registrar) =>
        BaresipPhone.StartAsync(new BaresipOptions { User = "1001", Tone = AliceTone, Registrar = registrar, Codecs = "G722/16000/1" });

    private static Task<BaresipPhone> StartAsync(string user, double tone, string registrar, string transport) =>
        BaresipPhone.StartAsync(new BaresipOptions { User = user, Tone = tone, Registrar = registrar, Transport = transport });
}
