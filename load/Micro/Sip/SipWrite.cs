using System.Text;
using BenchmarkDotNet.Attributes;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Micro.Sip;

/// <summary>Answers to an INVITE that was read.</summary>
[MemoryDiagnoser]
public class SipWrite : IDisposable
{
    private readonly SipWriter _writer = new();
    private readonly SipMessage _invite = WireText.Read(WireText.Invite);
    private readonly byte[] _description = Encoding.ASCII.GetBytes(WireText.Description);

    /// <summary>A 180 without a body.</summary>
    [Benchmark]
    public int Ringing()
    {
        Start(180);
        return _writer.TryEnd(out var bytes) ? bytes.Length : 0;
    }

    /// <summary>A 200 with SDP.</summary>
    [Benchmark]
    public int Ok()
    {
        Start(200);
        _writer.Header(SipHeader.Allow, "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY, INFO"u8);
        _writer.Header(SipHeader.Supported, "replaces, timer, 100rel"u8);
        return _writer.TryEnd("application/sdp"u8, _description, out var bytes) ? bytes.Length : 0;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _invite.Dispose();
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Start(int statusCode)
    {
        SipResponse.Start(_writer, _invite, statusCode, default, "8f2kd0"u8, "127.0.0.8"u8, 5060);
        _writer.Copy(_invite, SipHeader.RecordRoute);
        _writer.Address(SipHeader.Contact, default, "sip:c1-1@127.0.0.1:5060"u8);
    }
}
