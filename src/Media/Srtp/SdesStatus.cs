namespace RtcCluster.Media.Srtp;

/// <summary>Why an a=crypto line was taken or passed over. RFC 4568.</summary>
public enum SdesStatus
{
    /// <summary>Understood and usable.</summary>
    Ok,

    /// <summary>Not tag, suite and key parameters.</summary>
    BadLine,

    /// <summary>The tag is not one to nine digits.</summary>
    BadTag,

    /// <summary>A crypto suite that <see cref="SrtpProfile"/> does not have.</summary>
    UnknownSuite,

    /// <summary>Not <c>inline:</c> and base64 of the suite's length of key and salt.</summary>
    BadKey,

    /// <summary>The lifetime is no number from 1 to 2^48.</summary>
    BadLifetime,

    /// <summary>Several keys or a master key identifier, which each packet would have to carry (§6.1); we send none.</summary>
    UnsupportedMki,

    /// <summary>A session parameter that changes what is protected, or one that must be understood and is not (§6.3.7).</summary>
    UnsupportedParameter,
}
