using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>A non-INVITE request in a dialog whose only interest is its final response: BYE, PRACK, INFO, OPTIONS, REFER, NOTIFY.</summary>
/// <param name="leg">The leg.</param>
/// <param name="dialog">The dialog, which for a fork is not the leg's own.</param>
/// <param name="done">Told the final response (null when there was none) and its code; may be null.</param>
internal sealed class Errand(Leg leg, Dialog dialog, Action<SipMessage?, int, long>? done) : IClientUser
{
    /// <summary>Sends the request.</summary>
    public void Run(OutgoingRequest request, long now) => leg.Transactions.Start(request, dialog.Destination(leg.Context), this, now);

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (response.StatusCode < 200)
        {
            return;
        }

        if (leg.Challenges.TryAnswer(transaction, response, dialog.LocalCSeq + 1, out var again))
        {
            dialog.LocalCSeq++;
            leg.Transactions.Start(again, dialog.Destination(leg.Context), this, now, null, transaction.Attempt + 1);
            return;
        }

        done?.Invoke(response, response.StatusCode, now);
    }

    /// <inheritdoc/>
    public void OnNoResponse(ClientTransaction transaction, int code, long now) => done?.Invoke(null, code, now);
}
