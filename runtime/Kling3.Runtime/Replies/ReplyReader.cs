using System.Net;
using System.Text.Json;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Sending;

namespace Kling3.Runtime.Replies;

/// <summary>Says what a reply means.</summary>
internal sealed class ReplyReader(ApiDescription api, ErrorText text)
{
    private readonly EnvelopeShape? _envelope = api.Envelope is null ? null : new EnvelopeShape(api.Envelope);

    /// <summary>What a server wrote, fit for a message.</summary>
    public string Clean(string words) => text.Clean(words);

    /// <summary>An id that a server gave, fit for a message.</summary>
    public string Id(string id) => text.Id(id);

    /// <summary>What the platform says of a server, fit for a message.</summary>
    public Exception Clean(Exception error) => text.Clean(error);

    public Outcome<T> Read<T>(ApiOperation<T> operation, Reply reply)
    {
        ReadOnlySpan<byte> body = Utf8Body.Of(reply.Body);
        if (!reply.IsSuccess)
        {
            return Refused<T>(operation.Id, reply, body);
        }

        if (reply.CutBy is not null)
        {
            return Outcome<T>.Failure(Verdict.Unreadable, new ApiException(
                $"The reply to {operation.Id} broke off: {reply.CutBy.Message}", reply.CutBy)
            { StatusCode = reply.Status, IsTransient = reply.CutBy is not ReplyTooLargeException });
        }

        try
        {
            if (operation.ReadText is { } readText)
            {
                return Outcome<T>.Success(readText(TextBody.Of(reply.Body, reply.Charset)), Range.All);
            }

            if (operation.ReadBinary is { } readBinary)
            {
                return Outcome<T>.Success(readBinary(reply.Body.ToArray()), Range.All);
            }

            return ReadJson(operation, reply, body);
        }
        catch (JsonException e)
        {
            // No JSON at all: a gateway's page, or the end of the reply is missing.
            return NotJson(operation, reply, body, e);
        }
        catch (Exception e)
        {
            // Whatever a reader throws: the server has answered, and its reply may name what is paid for.
            return Outcome<T>.Failure(Verdict.Unreadable, new ApiException(
                $"The reply to {operation.Id} could not be read: {text.Clean(e.Message)}", text.Clean(e))
            { StatusCode = reply.Status });
        }
    }

    private Outcome<T> ReadJson<T>(ApiOperation<T> operation, Reply reply, ReadOnlySpan<byte> body)
    {
        if (operation.MayBeEmpty && body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Outcome<T>.Success(default!, default);
        }

        if (_envelope is null)
        {
            return operation.ReadJson is null ? Outcome<T>.Success((T)(object)true, default) : ReadWhole(operation, reply, body);
        }

        if (operation.ReadJson is null && body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Outcome<T>.Success((T)(object)true, default);
        }

        var scan = new EnvelopeScan<T>(_envelope, operation.Unwrap ? operation.ReadJson : null);
        var input = new JsonInput(body);
        scan.Run(ref input);
        if (scan.CodeIsSuccess is false)
        {
            return Refused<T>(operation.Id, reply, body);
        }

        if (operation.ReadJson is null)
        {
            return Outcome<T>.Success((T)(object)true, Range.All);
        }

        if (!operation.Unwrap)
        {
            return ReadWhole(operation, reply, body);
        }

        if (scan.DataError is { } error)
        {
            return NotAsExpected(operation, reply, body, error, scan.DataErrorPosition);
        }

        if (!scan.HasData)
        {
            string data = "$." + string.Join('.', _envelope.Source.Data ?? []);
            return Outcome<T>.Failure(Verdict.Unreadable, new ApiException(
                $"The reply to {operation.Id} has no {data}, where its payload should be.")
            { StatusCode = reply.Status, IsTransient = true });
        }

        // Of the payload only: a time or a number of the question around it is no change.
        return Outcome<T>.Success(scan.Value!, scan.DataRange);
    }

    private Outcome<T> ReadWhole<T>(ApiOperation<T> operation, Reply reply, ReadOnlySpan<byte> body)
    {
        var input = new JsonInput(body);
        JsonInput start = input;
        T value;
        try
        {
            value = operation.ReadJson!(ref input);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            long position = input.TokenStart;

            // Throws when the fault is in the JSON itself.
            start.Skip();
            start.End();
            return NotAsExpected(operation, reply, body, e, position);
        }

        input.End();
        return Outcome<T>.Success(value, Range.All);
    }

    private Outcome<T> NotJson<T>(ApiOperation<T> operation, Reply reply, ReadOnlySpan<byte> body, JsonException error)
    {
        // What looks like JSON may hold prompts and addresses; a gateway's page does not, and its beginning says which gateway.
        bool looksLikeJson = body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
        string what = body.IsEmpty ? "is empty" : looksLikeJson ? $"is not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine}" : "is not JSON";
        return Outcome<T>.Failure(Verdict.Unreadable, new ApiException($"The reply to {operation.Id} {what}.")
        {
            StatusCode = reply.Status,
            Excerpt = looksLikeJson ? null : text.Excerpt(body),
            IsTransient = true,
        });
    }

    private Outcome<T> NotAsExpected<T>(ApiOperation<T> operation, Reply reply, ReadOnlySpan<byte> body, Exception error, long position)
    {
        string path = text.Clean(JsonPlace.PathTo(body, position, text));
        string what = text.Clean(error.Message);
        ReadOnlySpan<byte> before = body[..(int)position];
        var cause = new JsonException(what, path, before.Count((byte)'\n'), position - (before.LastIndexOf((byte)'\n') + 1));
        return Outcome<T>.Failure(Verdict.Unreadable, new ApiException($"The reply to {operation.Id} is not as documented at {path} (byte {position}): {what}", cause)
        {
            StatusCode = reply.Status,
        });
    }

    private Outcome<T> Refused<T>(string operation, Reply reply, ReadOnlySpan<byte> body)
    {
        int status = (int)reply.Status;
        ErrorDetails details = ErrorDetails.Of(body, api.Envelope, api.ErrorCodes, status);
        string? message = details.Message is null ? null : text.Clean(details.Message);
        string? code = details.Code is null ? null : text.Clean(details.Code);
        Verdict verdict = status switch
        {
            429 => Verdict.RateLimited,
            >= 500 => Verdict.ServerError,

            // 307 and 308 say that nothing was done here; what the other redirects stand for is not known.
            >= 300 and < 400 and not (307 or 308) => Verdict.ServerError,
            < 200 => Verdict.ServerError,
            _ => Verdict.Refused,
        };
        string hint = status switch
        {
            >= 300 and < 400 and not 304 => " Redirects are not followed, as the key would travel along; set the base address to where the API is now.",
            _ => "",
        };
        return Outcome<T>.Failure(verdict, new ApiException(
            $"{operation}: the API answered {status}{(code is null ? "" : " " + code)}{(message is null ? "." : $": {message}")}{hint}")
        {
            StatusCode = reply.Status,
            ErrorCode = code,
            ApiMessage = message,
            Excerpt = text.Excerpt(body),
            RetryAfter = reply.RetryAfter,
            IsTransient = verdict is Verdict.RateLimited or Verdict.ServerError
                || reply.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                || status == 425
                || (reply.IsSuccess && details.IsTransient),
        });
    }
}
