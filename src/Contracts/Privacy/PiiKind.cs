namespace RtcCluster.Contracts.Privacy;

/// <summary>What a personal value is, which decides what of it a log may show.</summary>
internal enum PiiKind
{
    /// <summary>Nothing is shown, ever: a password, a digest response, a token.</summary>
    Secret,

    /// <summary>A telephone number: its last two digits.</summary>
    Number,

    /// <summary>The name of a person: its initial.</summary>
    Name,

    /// <summary>Where a person or a device is reached: e-mail, SIP URI, IP address; the kind of it, and half of an IPv4 address.</summary>
    Address,

    /// <summary>An id <c>{tenant}/{number or name}</c>: the tenant is shown.</summary>
    Key,

    /// <summary>Text of others: what looks personal in it is masked.</summary>
    Text,
}
