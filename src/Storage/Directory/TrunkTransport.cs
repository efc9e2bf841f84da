using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Directory;

/// <summary>How SIP travels to a trunk's peer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrunkTransport>))]
public enum TrunkTransport
{
    /// <summary>RFC 3261 over UDP.</summary>
    Udp,

    /// <summary>RFC 3261 over TCP.</summary>
    Tcp,

    /// <summary>RFC 3261 over TLS.</summary>
    Tls,
}
