using RtcCluster.Contracts.Voicemail;

namespace RtcCluster.Edge.Voicemail;

/// <summary>Somebody who is told how many messages are in a voicemail box. Any thread.</summary>
internal interface IMailboxWatcher
{
    /// <summary>The numbers changed.</summary>
    void Changed(MailboxCounts counts);
}
