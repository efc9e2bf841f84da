namespace RtcCluster.Contracts.Queues;

/// <summary>Why an agent who was rung did not take the call.</summary>
[GenerateSerializer, Alias("rtc.OfferFailure")]
public enum OfferFailure
{
    /// <summary>Did not answer in the ring time.</summary>
    NoAnswer = 0,

    /// <summary>Declined.</summary>
    Declined = 1,

    /// <summary>Is in another call.</summary>
    Busy = 2,

    /// <summary>Has no device that can be reached.</summary>
    Unreachable = 3,
}
