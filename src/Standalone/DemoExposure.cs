using System.Net;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Standalone;

/// <summary>Keeps accounts whose passwords everybody knows away from the network.</summary>
internal static class DemoExposure
{
    /// <summary>Refuses a demo that listens beyond loopback.</summary>
    /// <exception cref="ConfigurationRefusedException">It does.</exception>
    public static void Refuse(SipOptions sip, MediaOptions media, WebOptions web)
    {
        var errors = new List<SettingError>();
        Check(errors, "Sip:Udp", sip.Udp?.Address, sip.Udp?.ToString());
        Check(errors, "Sip:Tcp", sip.Tcp?.Address, sip.Tcp?.ToString());
        Check(errors, "Sip:Tls", sip.Tls?.Address, sip.Tls?.ToString());
        Check(errors, "Media:Address", media.Address, media.Address.ToString());
        Check(errors, "Web:Url", web.Url);
        Check(errors, "Web:AdminUrl", web.AdminUrl);
        if (errors.Count > 0)
        {
            throw new ConfigurationRefusedException(errors);
        }
    }

    private static void Check(List<SettingError> errors, string key, IPAddress? address, string? value)
    {
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            Add(errors, key, value);
        }
    }

    private static void Check(List<SettingError> errors, string key, Uri? url)
    {
        if (url is { IsLoopback: false })
        {
            Add(errors, key, url.ToString());
        }
    }

    private static void Add(List<SettingError> errors, string key, string? value) =>
        errors.Add(new SettingError(key, value, "must be a loopback address while Demo:Enabled is true: the demo's passwords are known to everybody"));
}
