using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Tones;

namespace RtcCluster.Edge.Media;

/// <summary>Who hears whom among the legs of a call that have joined its mix, by the names that grains give legs. Lives in the call's shard.</summary>
internal sealed class MediaMix(MediaCall call, CallMix mix)
{
    /// <summary>How many legs are in it.</summary>
    public int Members => mix.Members;

    /// <summary>The leg that speaks; null while none does.</summary>
    public LegId? Speaker => call.LegAt(mix.Speaker);

    /// <summary>Whether the leg is in it.</summary>
    public bool Has(LegId leg) => mix.Has(call.SlotOf(leg));

    /// <summary>Whom a leg hears; null for all.</summary>
    public void SetHears(LegId listener, IEnumerable<LegId>? speakers) =>
        mix.SetHears(call.SlotOf(listener), speakers is null ? uint.MaxValue : Bits(speakers));

    /// <summary>A call of two with a supervisor.</summary>
    public void Supervise(LegId customer, LegId agent, LegId supervisor, SupervisionMode mode)
    {
        if (Has(customer) && Has(agent) && Has(supervisor))
        {
            mix.SetHears(HearingMatrix.Supervision(call.SlotOf(customer).Index, call.SlotOf(agent).Index, call.SlotOf(supervisor).Index, mode));
        }
    }

    /// <summary>Nobody hears a muted leg.</summary>
    public void SetMuted(LegId leg, bool isMuted) => mix.SetMuted(call.SlotOf(leg), isMuted);

    /// <summary>How loud a leg is for the others: 1 as it is, from 0 to 4.</summary>
    public void SetGain(LegId leg, double gain) => mix.SetGain(call.SlotOf(leg), gain);

    /// <summary>All who are in it now hear a source beside each other, except one.</summary>
    public void Announce(AudioSource source, LegId? except = null) => mix.Announce(source, call.SlotOf(except));

    private uint Bits(IEnumerable<LegId> legs)
    {
        var bits = 0u;
        foreach (var leg in legs)
        {
            if (call.SlotOf(leg) is { Index: >= 0 and < Mixer.MaxMembers } slot)
            {
                bits |= 1u << slot.Index;
            }
        }

        return bits;
    }
}
