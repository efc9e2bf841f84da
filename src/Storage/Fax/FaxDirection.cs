namespace RtcCluster.Storage.Fax;

/// <summary>Which way a fax goes. Stored by name.</summary>
public enum FaxDirection
{
    /// <summary>Somebody sent it to the owner.</summary>
    In,

    /// <summary>The owner sends it.</summary>
    Out,
}
