using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using RtcCluster.TestKit.Network;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace RtcCluster.TestKit.Mail;

/// <summary>A mail server on this machine that keeps what it is sent, and refuses whom it is told to.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private MailServer(int port, Func<string, bool> accepts)
    {
        Port = port;
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port))).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Inbox(Letters));
        services.Add(new Doorman(accepts));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    /// <summary>Its port at 127.0.0.1; no encryption, no sign-in.</summary>
    public int Port { get; }

    /// <summary>What it has taken.</summary>
    public ConcurrentQueue<MimeMessage> Letters { get; } = [];

    /// <summary>Starts one.</summary>
    /// <param name="port">Its port; null for a free one.</param>
    /// <param name="accepts">Which addresses it takes letters for; null for all.</param>
    public static async Task<MailServer> StartAsync(int? port = null, Func<string, bool>? accepts = null)
    {
        var server = new MailServer(port ?? FreePorts.Take(), accepts ?? (_ => true));
        await Waiting.Eventually.IsTrueAsync($"the mail server at {server.Port}", StartTime, async () =>
        {
            using var client = new System.Net.Sockets.TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, server.Port);
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        });
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _stop.Dispose();
    }

    private sealed class Inbox(ConcurrentQueue<MimeMessage> letters) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            letters.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Doorman(Func<string, bool> accepts) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult(accepts($"{to.User}@{to.Host}"));
    }
}
