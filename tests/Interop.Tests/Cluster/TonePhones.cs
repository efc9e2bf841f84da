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

    private static Task<BaresipPhone> StartAsync(string user, double tone, string registrar, string transport) =>
        BaresipPhone.StartAsync(new BaresipOptions { User = user, Tone = tone, Registrar = registrar, Transport = transport });
}
