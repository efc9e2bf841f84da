using System.Net;
using RtcCluster.Cluster.Configuration;

namespace RtcCluster.Edge.Configuration;

/// <summary>Keeps a process away from the network that nobody beyond this machine may reach.</summary>
/// <param name="problem">What is wrong with a setting that leads beyond loopback.</param>
public sealed class LoopbackRule(string problem)
{
    private readonly List<SettingError> _errors = [];

    /// <summary>Looks at a setting that names an address.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="address">The address; null where there is none.</param>
    /// <param name="value">The setting's value.</param>
    public void Look(string key, IPAddress? address, string? value)
    {
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            _errors.Add(new SettingError(key, value, problem));
        }
    }

    /// <summary>Looks at everything that an edge listens at.</summary>
    /// <param name="sip">Where it speaks SIP.</param>
    /// <param name="media">Where its sound is.</param>
    /// <param name="web">Where its pages are.</param>
    /// <exception cref="ConfigurationRefusedException">Something that was looked at leads beyond loopback.</exception>
    public void Refuse(SipOptions sip, MediaOptions media, WebOptions web)
    {
        ArgumentNullException.ThrowIfNull(sip);
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(web);
        Look("Sip:Udp", sip.Udp?.Address, sip.Udp?.ToString());
        Look("Sip:Tcp", sip.Tcp?.Address, sip.Tcp?.ToString());
        Look("Sip:Tls", sip.Tls?.Address, sip.Tls?.ToString());
        Look("Media:Address", media.Address, media.Address.ToString());
        Look("Web:Url", web.Url);
        Look("Web:AdminUrl", web.AdminUrl);
        if (_errors.Count > 0)
        {
            throw new ConfigurationRefusedException(_errors);
        }
    }

    private void Look(string key, Uri? url)
    {
        if (url is { IsLoopback: false })
        {
            _errors.Add(new SettingError(key, url.ToString(), problem));
        }
    }
}
