using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>Turns requests and responses into bytes. Empty when something in them cannot be written, which is then as good as a failed send.</summary>
internal static class MessageText
{
    /// <summary>A request with its Via.</summary>
    public static byte[] Request(AgentContext context, OutgoingRequest request, in SipFlow flow, string branch)
    {
        var writer = context.Writer;
        writer.StartRequest(request.Method, Bytes(request.Uri));
        writer.Via(Bytes(AgentContext.Token(flow.Transport)), Bytes(context.SentBy(flow)), Bytes(branch));
        writer.Header(SipHeader.MaxForwards, request.MaxForwards);
        foreach (var route in request.Routes)
        {
            writer.Header(SipHeader.Route, route);
        }

        writer.Header(SipHeader.From, request.From);
        writer.Header(SipHeader.To, request.To);
        writer.Header(SipHeader.CallId, request.CallId);
        writer.CSeq(request.CSeq, request.Method);
        if (request.ContactUser is { } user)
        {
            writer.Header(SipHeader.Contact, context.Contact(flow, user) + request.ContactParameters);
        }

        if (request.Method is SipMethod.Invite or SipMethod.Update or SipMethod.Options or SipMethod.Refer)
        {
            writer.Header(SipHeader.Allow, Abilities.Allow);
        }

        Add(context, request.Headers);
        writer.Header(SipHeader.UserAgent, context.Options.Product);
        return End(context, request.ContentType, request.Body.Span);
    }

    /// <summary>A response to a request. RFC 3261 §8.2.6.</summary>
    public static byte[] Response(AgentContext context, SipMessage request, OutgoingResponse response, in SipFlow flow)
    {
        var writer = context.Writer;
        writer.StartResponse(response.Code, Bytes(response.ReasonPhrase ?? ""));
        var first = true;
        foreach (var via in request.Values(SipHeader.Via))
        {
            if (first)
            {
                writer.Header(SipHeader.Via, ResponseWay.TopVia(request, flow));
            }
            else
            {
                writer.Header(SipHeader.Via, via);
            }

            first = false;
        }

        if (response.CopiesRoute)
        {
            writer.Copy(request, SipHeader.RecordRoute);
        }

        writer.Copy(request, SipHeader.From);
        writer.Begin(SipHeader.To);
        request.TryGet(SipHeader.To, out var to);
        writer.Append(to);
        if (response.ToTag is { } tag && request.ToTag.IsEmpty)
        {
            writer.Parameter("tag"u8, Bytes(tag));
        }

        writer.End();
        writer.Copy(request, SipHeader.CallId);
        writer.Copy(request, SipHeader.CSeq);
        if (response.Code == 100)
        {
            // RFC 3261 §8.2.6.1: for the sender to see how long the network takes.
            writer.Copy(request, SipHeader.Timestamp);
        }

        if (response.ContactUser is { } user)
        {
            writer.Header(SipHeader.Contact, context.Contact(flow, user));
        }

        var describes = response.Code is >= 180 and < 300 && request.Method is SipMethod.Invite or SipMethod.Options or SipMethod.Update;
        if (describes || response.Code is 405 or 501)
        {
            writer.Header(SipHeader.Allow, Abilities.Allow);
        }

        if (describes)
        {
            writer.Header(SipHeader.Supported, Abilities.Supported);
        }

        Add(context, response.Headers);
        writer.Header(SipHeader.Server, context.Options.Product);
        return End(context, response.ContentType, response.Body.Span);
    }

    private static void Add(AgentContext context, IReadOnlyList<AddedHeader> headers)
    {
        foreach (var (name, value) in headers)
        {
            var bytes = Bytes(name);
            if (!SipGrammar.IsToken(bytes) || value.AsSpan().IndexOfAny("\r\n\0") >= 0)
            {
                context.Counters.DroppedLines++;
                continue;
            }

            context.Writer.Header(bytes, Bytes(value));
        }
    }

    private static byte[] End(AgentContext context, string? contentType, ReadOnlySpan<byte> body)
    {
        var type = contentType is null || body.IsEmpty ? [] : Bytes(contentType);
        return context.Writer.TryEnd(type, body, out var message) ? message.ToArray() : [];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
