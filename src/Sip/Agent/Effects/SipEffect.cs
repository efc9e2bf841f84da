namespace RtcCluster.Sip.Agent.Effects;

/// <summary>What a <see cref="SipAgent"/> wants its host to do or to know. The set is closed: the records of this namespace.</summary>
public abstract record SipEffect
{
    private protected SipEffect()
    {
    }
}
