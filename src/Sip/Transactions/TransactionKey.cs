using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>The names under which transactions are found. RFC 3261 §17.1.3 and §17.2.3.</summary>
internal static class TransactionKey
{
    /// <summary>A client transaction: our branch and the method of the CSeq.</summary>
    public static string Client(ReadOnlySpan<byte> branch, ReadOnlySpan<byte> method) => $"{Text(branch)}|{Text(method)}";

    /// <summary>A server transaction: branch, sent-by and method; an ACK has the key of its INVITE.</summary>
    /// <param name="request">The request.</param>
    /// <param name="method">The method to look for: INVITE for an ACK, and for a CANCEL that looks for its INVITE.</param>
    public static string Server(SipMessage request, ReadOnlySpan<byte> method)
    {
        var via = request.TopVia;
        if (via.HasMagicCookie)
        {
            return $"{Text(via.Branch)}|{Text(via.SentBy).ToLowerInvariant()}|{Text(method)}";
        }

        // RFC 2543 peers: without the To tag, which an ACK has and its INVITE has not.
        request.TryGet(SipHeader.Via, out var top);
        return $"{Text(request.RequestUri)}|{Text(request.FromTag)}|{Text(request.CallId)}|{request.CSeqNumber}|{Text(top)}|{Text(method)}";
    }

    /// <summary>What requests that reached us by two ways have in common. RFC 3261 §8.2.2.2.</summary>
    public static string Merged(SipMessage request) => $"{Text(request.FromTag)}|{Text(request.CallId)}|{request.CSeqNumber}|{Text(request.MethodToken)}";

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
