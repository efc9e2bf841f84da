namespace RtcCluster.Edge.Configuration;

/// <summary>How the connection to a mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins plain and must be protected before anything is said (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>Not at all.</summary>
    None,
}
