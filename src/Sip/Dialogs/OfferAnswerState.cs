namespace RtcCluster.Sip.Dialogs;

/// <summary>Where the offer/answer exchange of a leg stands. RFC 3264 §4, RFC 6337 §2.</summary>
public enum OfferAnswerState
{
    /// <summary>No offer was made yet.</summary>
    None,

    /// <summary>Our offer is out.</summary>
    LocalOffer,

    /// <summary>The peer's offer waits for our answer.</summary>
    RemoteOffer,

    /// <summary>The last offer was answered or withdrawn, and something is agreed.</summary>
    Agreed,
}
