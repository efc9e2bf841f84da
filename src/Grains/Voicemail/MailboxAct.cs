namespace RtcCluster.Grains.Voicemail;

/// <summary>What somebody did at the telephone with a box.</summary>
internal abstract record MailboxAct
{
    /// <summary>A message was heard.</summary>
    public sealed record Mark(string Message, bool Heard) : MailboxAct;

    /// <summary>A message is not wanted any more.</summary>
    public sealed record Delete(string Message) : MailboxAct;

    /// <summary>Somebody gave a wrong PIN.</summary>
    public sealed record WrongPin : MailboxAct;
}
