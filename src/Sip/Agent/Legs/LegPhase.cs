namespace RtcCluster.Sip.Agent.Legs;

/// <summary>How far a leg is.</summary>
internal enum LegPhase
{
    /// <summary>Its INVITE has no final response yet.</summary>
    Setup,

    /// <summary>A 2xx was sent or received.</summary>
    Established,

    /// <summary>The host was told the end; what is left finishes its transactions and answers stragglers.</summary>
    Closing,
}
