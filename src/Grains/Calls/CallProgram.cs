using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>A party talks with the machine instead of a person: a menu, a mailbox, the PIN of a room. What it has to remember, and its rules.</summary>
/// <remarks>Only <see cref="Programs"/> calls the rules, and only while the leg is live and the call goes on.</remarks>
[GenerateSerializer, Alias("rtc.state.CallProgram")]
internal abstract class CallProgram
{
    /// <summary>The leg whose party talks with it.</summary>
    [Id(0)]
    public LegId Leg { get; set; }

    /// <summary>When it wants to be woken; null when only the party or the end of a prompt moves it.</summary>
    [Id(1)]
    public DateTimeOffset? Until { get; set; }

    /// <summary>True once the party is answered and the rules have begun.</summary>
    [Id(2)]
    public bool Begun { get; set; }

    /// <summary>True when the call counts as answered from its begin on: to have reached a mailbox or a room is to have got through, to hear a menu is not.</summary>
    public virtual bool IsAnswer => false;

    /// <summary>The party is answered and can hear.</summary>
    public abstract void Begin(CallTurn turn, CallLeg leg);

    /// <summary>The party pressed a digit.</summary>
    public virtual void Digit(CallTurn turn, CallLeg leg, char digit)
    {
    }

    /// <summary>The prompt that was said last came to its end.</summary>
    public virtual void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how)
    {
    }

    /// <summary><see cref="Until"/> has come; it is null again.</summary>
    public virtual void Due(CallTurn turn, CallLeg leg)
    {
    }

    /// <summary>A web request that it asked for with <see cref="CallTell.Webhook"/> was answered.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="number">Which one.</param>
    /// <param name="body">The body of an answer of 2xx; null when there was none in time.</param>
    public virtual void WebAnswered(CallTurn turn, CallLeg leg, int number, string? body)
    {
    }

    /// <summary>The party holds, or holds no longer.</summary>
    /// <returns>True when the program says itself what the party hears.</returns>
    public virtual bool HoldChanged(CallTurn turn, CallLeg leg) => false;

    /// <summary>The party has left, or was taken elsewhere.</summary>
    public virtual void Left(CallTurn turn)
    {
    }
}
