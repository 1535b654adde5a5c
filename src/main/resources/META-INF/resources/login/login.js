// Logs in with the code in the link, or with a token that a person enters.
const message = document.querySelector('[role=status]');

async function logIn(secret) {
  message.textContent = 'Logging in…';
  try {
    const response = await fetch('/api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(secret),
    });
    if (response.ok) {
      location.replace('/q/swagger-ui/');
    } else {
      message.textContent = (await response.json()).detail;
    }
  } catch (error) {
    message.textContent = `The service can't be reached (${error.message}). Try again.`;
  }
}

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  logIn({ token: document.querySelector('#token').value.trim() });
});

const code = new URLSearchParams(location.hash.slice(1)).get('code');
if (code) {
  // The code is good for one login, so it does not stay in the history.
  history.replaceState(null, '', location.pathname);
  logIn({ code });
}
