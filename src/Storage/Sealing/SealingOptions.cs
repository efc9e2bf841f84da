namespace RtcCluster.Storage.Sealing;

/// <summary>Section <c>Recordings</c>: the keys that recordings are sealed and signed with, and the room that they may take on an edge's disk.</summary>
public sealed class SealingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Recordings";

    /// <summary>32 random bytes in base64, the same in every process: the key that wraps each recording's own. Empty: the keys in `{Data:SharedPath}/keys` do. A secret: no message repeats it.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Master keys of before, separated by commas: what was sealed under them stays readable. A secret: no message repeats it.</summary>
    public string FormerMasterKeys { get; set; } = "";

    /// <summary>Private key that signs manifests, ECDSA P-256 as PKCS #8 in base64, the same in every process. Empty: one is made, and kept protected in `{Data:SharedPath}/keys`. A secret: no message repeats it.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>Bytes that recordings may take in the spool of an edge, `{Data:Path}/spool`, before more is lost. 1 MiB to 1 PiB.</summary>
    public long SpoolLimit { get; set; } = 8L << 30;
}
