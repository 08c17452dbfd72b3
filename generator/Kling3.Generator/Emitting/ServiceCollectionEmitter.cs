using Kling3.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>
/// Registration with dependency injection, for consumers that reference Microsoft.Extensions.Http. Configuration is bound by hand: the
/// configuration binder's own generator does not see what another one emits, and its reflection is no use ahead of time.
/// </summary>
internal static class ServiceCollectionEmitter
{
    public static SourceText Emit(NamesSpec names, bool hasConfiguration)
    {
        const string injection = "global::Microsoft.Extensions.DependencyInjection.";
        const string options = "global::Kling3.Runtime.ApiClientOptions";
        string client = names.Client;
        string name = Literal.Text(client);
        var writer = new SourceWriter();
        FileHeader.Write(writer, names.Namespace);
        writer.Line($"/// <summary>Registers <see cref=\"{client}\"/> with dependency injection.</summary>");
        writer.Line($"[{FileHeader.GeneratedCode}]");
        writer.Open($"{names.Visibility} static class {client}ServiceCollectionExtensions");
        writer.Line($$"""
            /// <summary>
            /// Adds <see cref="I{{client}}"/> and <see cref="{{client}}"/> as singletons over an IHttpClientFactory client named "{{client}}".
            /// The options are checked when the host starts.
            /// </summary>
            /// <param name="services">Where to add it.</param>
            /// <param name="configure">Sets the options: the key, at least.</param>
            /// <returns>The builder of the HTTP client. A handler added there sees the key; one that sends a submit again is stopped.</returns>
            public static {{injection}}IHttpClientBuilder Add{{client}}(this {{injection}}IServiceCollection services, global::System.Action<{{options}}> configure)
            {
                global::System.ArgumentNullException.ThrowIfNull(services);
                global::System.ArgumentNullException.ThrowIfNull(configure);
                {{injection}}ServiceCollectionServiceExtensions.AddSingleton<{{client}}>(services, static provider => Create(provider, {{name}}));
                {{injection}}ServiceCollectionServiceExtensions.AddSingleton<I{{client}}>(services, static provider => {{injection}}ServiceProviderServiceExtensions.GetRequiredService<{{client}}>(provider));
                return AddClient(services, {{name}}, configure);
            }

            /// <summary>Adds a client under a service key, for one of several accounts.</summary>
            /// <param name="services">Where to add it.</param>
            /// <param name="serviceKey">The key to ask the container with; its text names the HTTP client and the options.</param>
            /// <param name="configure">Sets the options: the API's key, at least.</param>
            /// <returns>The builder of the HTTP client.</returns>
            public static {{injection}}IHttpClientBuilder AddKeyed{{client}}(this {{injection}}IServiceCollection services, object serviceKey, global::System.Action<{{options}}> configure)
            {
                global::System.ArgumentNullException.ThrowIfNull(services);
                global::System.ArgumentNullException.ThrowIfNull(serviceKey);
                global::System.ArgumentNullException.ThrowIfNull(configure);
                string name = {{name}} + ":" + serviceKey;
                {{injection}}ServiceCollectionServiceExtensions.AddKeyedSingleton<{{client}}>(services, serviceKey, (provider, _) => Create(provider, name));
                {{injection}}ServiceCollectionServiceExtensions.AddKeyedSingleton<I{{client}}>(services, serviceKey, static (provider, key) => {{injection}}ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<{{client}}>(provider, key));
                return AddClient(services, name, configure);
            }

            """);
        if (hasConfiguration)
        {
            EmitConfiguration(writer, client, injection);
        }

        writer.Line($$"""
            private static {{injection}}IHttpClientBuilder AddClient({{injection}}IServiceCollection services, string name, global::System.Action<{{options}}> configure)
            {
                global::Microsoft.Extensions.Options.OptionsBuilder<{{options}}> options = {{injection}}OptionsServiceCollectionExtensions.AddOptions<{{options}}>(services, name);
                options.Configure<global::System.IServiceProvider>(static (options, provider) =>
                {
                    options.LoggerFactory ??= {{injection}}ServiceProviderServiceExtensions.GetService<global::Microsoft.Extensions.Logging.ILoggerFactory>(provider);
                    options.TimeProvider = {{injection}}ServiceProviderServiceExtensions.GetService<global::System.TimeProvider>(provider) ?? options.TimeProvider;
                });

                options.Configure(configure);
                {{injection}}OptionsBuilderExtensions.ValidateOnStart(options);
                {{injection}}ServiceCollectionServiceExtensions.AddSingleton<global::Microsoft.Extensions.Options.IValidateOptions<{{options}}>>(services, new {{client}}OptionsValidator(name));

                // The client outlives the factory's rotation of handlers: the handler renews its connections itself, and the options' own timeouts count.
                {{injection}}IHttpClientBuilder client = {{injection}}HttpClientFactoryServiceCollectionExtensions.AddHttpClient(services, name);
                {{injection}}HttpClientBuilderExtensions.ConfigureHttpClient(client, static http => http.Timeout = global::System.Threading.Timeout.InfiniteTimeSpan);
                {{injection}}HttpClientBuilderExtensions.ConfigurePrimaryHttpMessageHandler(client, static () => global::Kling3.Runtime.Emitted.ApiTransport.CreateHandler());
                return {{injection}}HttpClientBuilderExtensions.SetHandlerLifetime(client, global::System.Threading.Timeout.InfiniteTimeSpan);
            }

            private static {{client}} Create(global::System.IServiceProvider provider, string name)
            {
                global::System.Net.Http.HttpClient http = {{injection}}ServiceProviderServiceExtensions.GetRequiredService<global::System.Net.Http.IHttpClientFactory>(provider).CreateClient(name);
                return new {{client}}(http, {{injection}}ServiceProviderServiceExtensions.GetRequiredService<global::Microsoft.Extensions.Options.IOptionsMonitor<{{options}}>>(provider).Get(name));
            }

            private sealed class {{client}}OptionsValidator : global::Microsoft.Extensions.Options.IValidateOptions<{{options}}>
            {
                private readonly string _name;

                internal {{client}}OptionsValidator(string name) => _name = name;

                public global::Microsoft.Extensions.Options.ValidateOptionsResult Validate(string? name, {{options}} options)
                {
                    if (name != _name)
                    {
                        return global::Microsoft.Extensions.Options.ValidateOptionsResult.Skip;
                    }

                    try
                    {
                        // Making a client finds more than the options alone can: that the API needs a key. It opens no connection.
                        new {{client}}(options).Dispose();
                        return global::Microsoft.Extensions.Options.ValidateOptionsResult.Success;
                    }
                    catch (global::System.ArgumentException e)
                    {
                        return global::Microsoft.Extensions.Options.ValidateOptionsResult.Fail(e.Message);
                    }
                }
            }
            """);
        writer.Close();
        return writer.Finish();
    }

    private static void EmitConfiguration(SourceWriter writer, string client, string injection)
    {
        const string configuration = "global::Microsoft.Extensions.Configuration.IConfiguration";
        const string options = "global::Kling3.Runtime.ApiClientOptions";
        const string binder = "global::Kling3.Runtime.Emitted.OptionsBinder";
        foreach ((string method, string parameter, string argument) in new[] { ("Add", "", ""), ("AddKeyed", "object serviceKey, ", "serviceKey, ") })
        {
            writer.Line("/// <summary>Adds a client whose options come from configuration: ApiKey, BaseAddress, SubmitTimeout, RequestTimeout, MaxReplyBytes,");
            writer.Line("/// ValidateRequests, Polling:FirstDelay, Polling:MaxDelay, Polling:Growth, Polling:Jitter, Polling:Deadline, Download:MaxBytes, Download:AllowPrivateAddresses.</summary>");
            writer.Line("/// <param name=\"services\">Where to add it.</param>");
            if (parameter.Length > 0)
            {
                writer.Line("/// <param name=\"serviceKey\">The key to ask the container with.</param>");
            }

            writer.Line("/// <param name=\"section\">The section that has these keys.</param>");
            writer.Line("/// <returns>The builder of the HTTP client.</returns>");
            writer.Line($$"""
                public static {{injection}}IHttpClientBuilder {{method}}{{client}}(this {{injection}}IServiceCollection services, {{parameter}}{{configuration}} section)
                {
                    global::System.ArgumentNullException.ThrowIfNull(section);
                    return {{method}}{{client}}(services, {{argument}}options => Bind(section, options));
                }

                """);
        }

        writer.Line($$"""
            private static void Bind({{configuration}} section, {{options}} options) => {{binder}}.Bind(key => section[key], options);

            """);
    }
}
