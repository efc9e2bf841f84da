using System.Net;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Standalone;

/// <summary>The addresses of one Standalone under test: its own ports, so that runs do not meet each other or a running demo.</summary>
public sealed record StandaloneAddresses(int Web, int Udp, int Tcp, int Tls, int Silo, int FirstRtp, int LastRtp)
{
    // 50 calls a second hold 4 ports each for their second and for the 5 s of quarantine after it: 1,200, with room for a slow machine.
    private const int RtpPorts = 3_200;
    private const int FirstRtpPort = 20_200;
    private const int RtpRanges = 3;

    public Uri WebUrl => new($"http://127.0.0.1:{Web}/");

    public IPEndPoint SipUdp => new(IPAddress.Loopback, Udp);

    public IPEndPoint SipTcp => new(IPAddress.Loopback, Tcp);

    public IPEndPoint SipTls => new(IPAddress.Loopback, Tls);

    /// <summary>New ones. UDP and TCP share a number, as telephones expect.</summary>
    public static StandaloneAddresses Choose()
    {
        var sip = FreePorts.Take();
        var rtp = FirstRtpPort + (Environment.ProcessId % RtpRanges * RtpPorts);
        return new StandaloneAddresses(FreePorts.Take(), sip, sip, FreePorts.Take(), FreePorts.Take(), rtp, rtp + RtpPorts - 1);
    }

    /// <summary>As configuration arguments, DESIGN section 6.</summary>
    public IEnumerable<string> Arguments(string dataPath) =>
    [
        "--Web:Url", $"http://127.0.0.1:{Web}",
        "--Sip:Udp", SipUdp.ToString(),
        "--Sip:Tcp", SipTcp.ToString(),
        "--Sip:Tls", SipTls.ToString(),
        "--Media:Address", "127.0.0.1",
        "--Media:RtpPorts", $"{FirstRtp}-{LastRtp}",
        "--Media:WebRtcPort", "0",
        "--Cluster:SiloPort", Silo.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "--Data:Path", dataPath,
    ];
}
