namespace RtcCluster.Sip.Dialogs;

/// <summary>Says which bodies are at their time: an offer only when none is open, an answer only to the open one. RFC 3264 §4, RFC 6337 §2.</summary>
/// <remarks>The bodies themselves stay opaque here. Every method gives false, and changes nothing, when the body is at the wrong time.</remarks>
public sealed class OfferAnswer
{
    private bool _agreed;

    /// <summary>Starts with nothing agreed, or as a snapshot left it.</summary>
    /// <param name="agreed">Whether a session is agreed already.</param>
    public OfferAnswer(bool agreed = false)
    {
        _agreed = agreed;
        State = agreed ? OfferAnswerState.Agreed : OfferAnswerState.None;
    }

    /// <summary>Where the exchange stands.</summary>
    public OfferAnswerState State { get; private set; }

    /// <summary>Whether an offer of either side is open.</summary>
    public bool IsOpen => State is OfferAnswerState.LocalOffer or OfferAnswerState.RemoteOffer;

    /// <summary>Our offer goes out.</summary>
    public bool TrySendOffer() => TryMove(!IsOpen, OfferAnswerState.LocalOffer);

    /// <summary>The peer's offer came.</summary>
    public bool TryReceiveOffer() => TryMove(!IsOpen, OfferAnswerState.RemoteOffer);

    /// <summary>Our answer goes out.</summary>
    public bool TrySendAnswer() => TryAgree(OfferAnswerState.RemoteOffer);

    /// <summary>The peer's answer came.</summary>
    public bool TryReceiveAnswer() => TryAgree(OfferAnswerState.LocalOffer);

    /// <summary>The open offer was refused or withdrawn: what was agreed before stays. RFC 3261 §14.1, RFC 3311 §5.2.</summary>
    public void Withdraw() => State = _agreed ? OfferAnswerState.Agreed : OfferAnswerState.None;

    private bool TryMove(bool allowed, OfferAnswerState next)
    {
        if (allowed)
        {
            State = next;
        }

        return allowed;
    }

    private bool TryAgree(OfferAnswerState needed)
    {
        if (State != needed)
        {
            return false;
        }

        _agreed = true;
        State = OfferAnswerState.Agreed;
        return true;
    }
}
