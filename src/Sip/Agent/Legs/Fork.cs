using RtcCluster.Sip.Dialogs;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>One branch of an INVITE of ours that answered with a tag of its own.</summary>
internal sealed class Fork(Dialog dialog)
{
    public Dialog Dialog { get; } = dialog;

    /// <summary>RSeq of its last reliable provisional response; 0 before the first.</summary>
    public uint RSeq { get; set; }
}
