using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>A request that the host made outside of any leg, until its final response.</summary>
internal sealed class OutsideRequest(AgentContext context, TransactionLayer transactions, ChallengeAnswers challenges, RequestId id, Destination destination)
    : IClientUser
{
    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (response.StatusCode < 200)
        {
            return;
        }

        if (challenges.TryAnswer(transaction, response, transaction.Request.CSeq + 1, out var again))
        {
            transactions.Start(again, destination, this, now, null, transaction.Attempt + 1);
            return;
        }

        context.Emit(new ResponseReceived(id, response.StatusCode, response));
    }

    /// <inheritdoc/>
    public void OnNoResponse(ClientTransaction transaction, int code, long now) => context.Emit(new ResponseReceived(id, code, null));
}
