namespace RtcCluster.Edge.Subscriptions;

/// <summary>A telephone's subscription as the desk keeps it. Lives in its SIP shard.</summary>
internal interface ISubscriber
{
    /// <summary>Tells the whole state.</summary>
    void Tell();

    /// <summary>The edge stops: the telephone is told to subscribe anew, which another edge then serves. RFC 6665 §4.1.3.</summary>
    void Deactivate();

    /// <summary>It is over: nothing is watched for it any more.</summary>
    void Forget();
}
