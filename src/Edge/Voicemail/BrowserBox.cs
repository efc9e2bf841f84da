using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Voicemail;

/// <summary>A browser that shows how many messages its user has.</summary>
/// <param name="Device">The browser.</param>
internal sealed record BrowserBox(PhoneDevice Device) : IMailboxWatcher
{
    /// <inheritdoc/>
    public void Changed(MailboxCounts counts) => Device.Tell(client => client.VoicemailChanged(new VoicemailCard(counts.New, counts.Saved)));
}
